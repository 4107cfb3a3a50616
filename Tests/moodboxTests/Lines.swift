import System
import Testing

/// The lines that a running program writes, in order; each wait goes on behind the last line it took.
final class Lines: Sendable {
  private let stream: AsyncStream<String>

  /// Reads until the program closes its end.
  init(_ source: consuming FileDescriptor) {
    let (stream, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .unbounded)
    self.stream = stream
    LineReader.follow(source) { line in
      if let line { continuation.yield(line) } else { continuation.finish() }
    }
  }

  /// The next line that fits. Fails the test when the program ends before there is one.
  @discardableResult
  func next(_ fits: (String) -> Bool) async throws -> String {
    for await line in stream where fits(line) { return line }
    return try #require(nil as String?, "the program has ended")
  }

  /// What is left, once the program has ended.
  func rest() async -> [String] {
    var lines: [String] = []
    for await line in stream { lines.append(line) }
    return lines
  }
}

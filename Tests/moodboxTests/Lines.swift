import Dispatch
import Glibc
import System
import Testing

/// The lines that a running program writes, in order; each wait goes on behind the last line it took.
final class Lines: Sendable {
  private let stream: AsyncStream<String>

  /// Reads until the program closes its end.
  init(_ source: consuming FileDescriptor) {
    let (stream, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .unbounded)
    self.stream = stream
    let source = Source(source)
    DispatchQueue(label: "moodbox.tests.lines").async {
      var rest: [UInt8] = []
      var block = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = source.descriptor.withRaw { read($0, &block, block.count) }
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { break }
        rest += block[..<count]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
          continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
          rest.removeSubrange(...end)
        }
      }
      continuation.finish()
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

  private final class Source: Sendable {
    let descriptor: FileDescriptor
    init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }
  }
}

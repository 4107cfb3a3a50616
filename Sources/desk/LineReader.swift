import Dispatch
import Glibc
import System

/// The lines that another program writes, as they come.
///
/// A thread reads them and keeps all, so that looking for one line does not lose another.
final class LineReader: Sendable {
  let lines: AsyncStream<String>

  /// Reads until the other side closes its end.
  init(_ source: consuming FileDescriptor) {
    let (lines, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .unbounded)
    self.lines = lines
    let source = Source(source)
    DispatchQueue(label: "moodbox.desk.lines").async {
      var rest: [UInt8] = []
      var block = [UInt8](repeating: 0, count: 4096)
      while case let count = source.descriptor.withRaw({ read($0, &block, block.count) }), count != 0 {
        if count < 0 {
          if errno == EINTR { continue }
          break
        }
        rest += block[..<count]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
          continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
          rest.removeSubrange(...end)
        }
      }
      continuation.finish()
    }
  }

  private final class Source: Sendable {
    let descriptor: FileDescriptor
    init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }
  }
}

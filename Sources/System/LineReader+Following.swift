import Dispatch

extension LineReader {
  /// Takes each line of a stream on a thread of its own as it comes, then nil: when the other side has closed its end, or a line is
  /// too long.
  ///
  /// - Parameters:
  ///   - source: closed when all is read.
  ///   - limit: of a line, in bytes.
  package static func follow(
    _ source: consuming FileDescriptor, limit: Int = 1 << 20, take: @escaping @Sendable (String?) -> Void
  ) {
    let source = Source(source)
    DispatchQueue(label: "moodbox.lines").async {
      source.descriptor.withRaw { raw in
        var reader = LineReader(raw, limit: limit)
        while let line = try? reader.next() { take(String(decoding: line, as: UTF8.self)) }
      }
      take(nil)
    }
  }

  /// Takes the descriptor to the thread that reads.
  private final class Source: Sendable {
    let descriptor: FileDescriptor
    init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }
  }
}

import Dispatch
import Glibc
import Synchronization
import System

/// The lines that another program writes, kept as they come.
final class LineReader: Sendable {
  private struct State {
    var lines: [String] = []
    var ended = false
  }

  private let source: Source
  private let state = Mutex(State())

  /// Reads on a thread of its own until the other side closes its end.
  init(_ source: consuming FileDescriptor) {
    self.source = Source(source)
    DispatchQueue(label: "moodbox.desk.lines").async { self.read() }
  }

  /// Lines from number `start` on that are there already, and whether no more will come.
  func lines(from start: Int) -> (lines: ArraySlice<String>, ended: Bool) {
    state.withLock { ($0.lines[min(start, $0.lines.count)...], $0.ended) }
  }

  private func read() {
    var rest: [UInt8] = []
    while let block = source.block() {
      rest += block
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: rest[..<end], as: UTF8.self)
        state.withLock { $0.lines.append(line) }
        rest.removeSubrange(...end)
      }
    }
    state.withLock { $0.ended = true }
  }

  /// Shares the descriptor with the thread that reads.
  private final class Source: Sendable {
    private let descriptor: FileDescriptor
    init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

    /// What has come since the last call, at least a byte; nil at the end.
    func block() -> [UInt8]? {
      var block = [UInt8](repeating: 0, count: 4096)
      let count = descriptor.withRaw { raw in try? valueOrErrno("read") { Glibc.read(raw, &block, block.count) } }
      guard let count, count > 0 else { return nil }
      return Array(block[..<count])
    }
  }
}

import Synchronization
import System

/// The lines that another program writes, kept as they come.
final class KeptLines: Sendable {
  private struct State {
    var lines: [String] = []
    var ended = false
  }

  private let state = Mutex(State())

  /// Reads on a thread of its own until the other side closes its end.
  init(_ source: consuming FileDescriptor) {
    LineReader.follow(source) { line in
      self.state.withLock { state in
        if let line { state.lines.append(line) } else { state.ended = true }
      }
    }
  }

  /// Lines from number `start` on that are there already, and whether no more will come.
  func lines(from start: Int) -> (lines: ArraySlice<String>, ended: Bool) {
    state.withLock { ($0.lines[min(start, $0.lines.count)...], $0.ended) }
  }
}

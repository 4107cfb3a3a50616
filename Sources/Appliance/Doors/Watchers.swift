import Hub
import Synchronization

/// Those who follow what the box tells over the control socket: each hears first what is true now, then every bulletin.
final class Watchers: Sendable {
  /// As many lines wait for a watcher that does not read; after that it misses the oldest.
  private static let patience = 256

  private struct State {
    /// The last line of everything but events, by name.
    var lines: [String: [UInt8]] = [:]
    var watchers: [Int: AsyncStream<[UInt8]>.Continuation] = [:]
    var count = 0
  }

  private let state = Mutex(State())

  func tell(_ bulletin: Bulletin, at now: Moment) {
    let line = (["topic": .string(bulletin.name), "payload": bulletin.payload(at: now)] as JSONValue).bytes
    state.withLock { state in
      if case .event = bulletin {} else { state.lines[bulletin.name] = line }
      for watcher in state.watchers.values { watcher.yield(line) }
    }
    for consequence in bulletin.consequences { tell(consequence, at: now) }
  }

  /// The lines for a new watcher, until it stops reading them.
  func watch() -> AsyncStream<[UInt8]> {
    let (lines, continuation) = AsyncStream.makeStream(
      of: [UInt8].self, bufferingPolicy: .bufferingNewest(Self.patience))
    state.withLock { state in
      for name in state.lines.keys.sorted() { continuation.yield(state.lines[name]!) }
      let number = state.count
      state.count += 1
      state.watchers[number] = continuation
      continuation.onTermination = { [weak self] _ in self?.forget(number) }
    }
    return lines
  }

  private func forget(_ number: Int) { state.withLock { _ = $0.watchers.removeValue(forKey: number) } }
}

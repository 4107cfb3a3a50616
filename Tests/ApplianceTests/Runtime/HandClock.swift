import Synchronization

/// A clock by hand: it stands still, and each sleep ends when the test says so, named by its length.
final class HandClock: Clock, Sendable {
  struct Instant: InstantProtocol {
    let offset: Duration
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
  }

  private struct State {
    var sleepers: [Int: (length: Duration, wake: AsyncStream<Void>.Continuation)] = [:]
    var count = 0
    var watchers: [AsyncStream<Void>.Continuation] = []
  }

  private let state = Mutex(State())

  var now: Instant { Instant(offset: .zero) }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let (waking, wake) = AsyncStream<Void>.makeStream()
    let (number, watchers) = state.withLock { state in
      state.count += 1
      state.sleepers[state.count] = (deadline.offset, wake)
      defer { state.watchers = [] }
      return (state.count, state.watchers)
    }
    for watcher in watchers { watcher.finish() }
    for await _ in waking {}
    state.withLock { $0.sleepers[number] = nil }
    try Task.checkCancellation()
  }

  /// Ends a sleep of this length; waits for one if nobody sleeps that long.
  func fire(_ length: Duration) async {
    while true {
      let (watching, watcher) = AsyncStream<Void>.makeStream()
      let isFired = state.withLock { state in
        guard let number = state.sleepers.filter({ $1.length == length }).keys.min() else {
          state.watchers.append(watcher)
          return false
        }
        state.sleepers.removeValue(forKey: number)?.wake.finish()
        return true
      }
      if isFired { return }
      for await _ in watching {}
    }
  }
}

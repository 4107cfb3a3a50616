import Synchronization

/// A clock that moves only when it is told to, or else runs ahead: whoever sleeps finds that the time has come.
package final class ManualClock: Clock, Sendable {
  package struct Instant: InstantProtocol {
    package let sinceStart: Duration
    package func advanced(by duration: Duration) -> Instant { Instant(sinceStart: sinceStart + duration) }
    package func duration(to other: Instant) -> Duration { other.sinceStart - sinceStart }
    package static func < (one: Instant, other: Instant) -> Bool { one.sinceStart < other.sinceStart }
  }

  private struct Sleeper {
    let number: Int
    let deadline: Instant
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now = Instant(sinceStart: .zero)
    var sleepers: [Sleeper] = []
    var count = 0
    /// Those who wait for somebody to sleep.
    var watchers: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  private let runsAhead: Bool

  package init(runsAhead: Bool = false) { self.runsAhead = runsAhead }

  package var now: Instant { state.withLock { $0.now } }
  package var minimumResolution: Duration { .nanoseconds(1) }

  package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    if runsAhead {
      try Task.checkCancellation()
      state.withLock { $0.now = max($0.now, deadline) }
      return
    }
    let number = state.withLock { state in
      state.count += 1
      return state.count
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let (passed, watchers) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
          if deadline <= state.now || Task.isCancelled { return (true, []) }
          state.sleepers.append(Sleeper(number: number, deadline: deadline, continuation: continuation))
          defer { state.watchers = [] }
          return (false, state.watchers)
        }
        if passed { continuation.resume() }
        for watcher in watchers { watcher.resume() }
      }
      try Task.checkCancellation()
    } onCancel: {
      let sleeper = state.withLock { state in
        state.sleepers.firstIndex { $0.number == number }.map { state.sleepers.remove(at: $0) }
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Moves on, and wakes everyone whose time has come.
  package func advance(by duration: Duration) {
    let due = state.withLock { state in
      state.now = state.now.advanced(by: duration)
      let now = state.now
      let due = state.sleepers.filter { $0.deadline <= now }
      state.sleepers.removeAll { $0.deadline <= now }
      return due
    }
    for sleeper in due { sleeper.continuation.resume() }
  }

  /// Waits until somebody sleeps, moves on to the earliest deadline, and says how far that was.
  @discardableResult
  package func advanceToNextDeadline() async -> Duration {
    let deadline = await nextDeadline()
    let step = now.duration(to: deadline)
    advance(by: step)
    return step
  }

  /// The earliest time that somebody sleeps until; waits for a sleeper if there is none.
  @discardableResult
  package func nextDeadline() async -> Instant {
    while true {
      if let earliest = state.withLock({ $0.sleepers.map(\.deadline).min() }) { return earliest }
      await withCheckedContinuation { continuation in
        let asleep = state.withLock { state in
          if state.sleepers.isEmpty { state.watchers.append(continuation) }
          return !state.sleepers.isEmpty
        }
        if asleep { continuation.resume() }
      }
    }
  }
}

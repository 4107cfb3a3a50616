import Synchronization

/// Who is connected to the control socket. Those for whom the box has nothing to do must give way when there is no more room,
/// the one that was idle longest first: nobody can lock the others out by being there.
final class Guests: Sendable {
  /// As many may be connected at once, and as many of them may follow what the box tells.
  static let limit = 64
  static let watcherLimit = 32

  private enum Occupation {
    /// Since the step of that number.
    case idle(Int)
    case working
    case watching
  }

  private struct State {
    var guests: [Int: (occupation: Occupation, stay: Cancellation)] = [:]
    var steps = 0
  }

  private let state = Mutex(State())

  /// A new guest's number and stay, which ends when it is cancelled; nil when there is no room for it.
  func enter() -> (number: Int, stay: Cancellation)? {
    state.withLock { state in
      if state.guests.count >= Self.limit {
        guard let number = Self.longestIdle(state) else { return nil }
        state.guests.removeValue(forKey: number)?.stay.cancel()
      }
      state.steps += 1
      let stay = Cancellation()
      state.guests[state.steps] = (.idle(state.steps), stay)
      return (state.steps, stay)
    }
  }

  func leave(_ number: Int) { state.withLock { _ = $0.guests.removeValue(forKey: number) } }

  /// The box works for that guest, or no longer does.
  func setWorking(_ isWorking: Bool, _ number: Int) {
    state.withLock { state in
      state.steps += 1
      state.guests[number]?.occupation = isWorking ? .working : .idle(state.steps)
    }
  }

  /// That guest is to follow what the box tells; false when too many do.
  func startWatching(_ number: Int) -> Bool {
    state.withLock { state in
      let watchers = state.guests.values.count { if case .watching = $0.occupation { true } else { false } }
      guard watchers < Self.watcherLimit else { return false }
      state.guests[number]?.occupation = .watching
      return true
    }
  }

  private static func longestIdle(_ state: State) -> Int? {
    var longest: (number: Int, since: Int)?
    for (number, guest) in state.guests {
      guard case .idle(let since) = guest.occupation, since < longest?.since ?? .max else { continue }
      longest = (number, since)
    }
    return longest?.number
  }
}

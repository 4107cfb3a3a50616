import Devices
import Synchronization

/// What was published on one connection and is not known to have arrived.
///
/// The lock is held for moments only and no other is taken meanwhile, so callbacks may use it too.
final class MosquittoOutbox: Sendable {
  /// As many may wait for the broker's word; one that says nothing for so long is as good as gone.
  static let limit = 1000

  private struct State {
    var sent: [CInt: (order: Int, message: BrokerMessage)] = [:]
    var count = 0
    /// The broker's answers that came before whoever published had the time to write down what.
    var early: [CInt: CInt] = [:]
    /// Topics of messages that it did not take, and the reason codes.
    var refused: [(topic: String, reason: CInt)] = []
    /// When retained messages are to be emptied, for brokers that cannot forget by themselves.
    var ends: [String: ContinuousClock.Instant] = [:]
  }

  private let state = Mutex(State())

  var isFull: Bool { state.withLock { $0.sent.count >= Self.limit } }

  func sent(_ number: CInt, _ message: BrokerMessage) {
    state.withLock { state in
      state.count += 1
      if let reason = state.early.removeValue(forKey: number) {
        if reason >= 128 { state.refused.append((message.topic, reason)) }
      } else {
        state.sent[number] = (state.count, message)
      }
    }
  }

  /// The broker has taken the message of that number, or for a reason code from 128 on has not.
  func answered(_ number: CInt, reason: CInt) {
    state.withLock { state in
      guard let entry = state.sent.removeValue(forKey: number) else {
        state.early[number] = reason
        return
      }
      if reason >= 128 { state.refused.append((entry.message.topic, reason)) }
    }
  }

  func takeRefused() -> [(topic: String, reason: CInt)] {
    state.withLock { state in
      defer { state.refused = [] }
      return state.refused
    }
  }

  /// In the order in which they were published; empties it.
  func takeUnanswered() -> [BrokerMessage] {
    state.withLock { state in
      defer { state.sent = [:] }
      return state.sent.values.sorted { $0.order < $1.order }.map(\.message)
    }
  }

  /// Notes when what was just published is to be forgotten; nil is never.
  func setEnd(_ end: ContinuousClock.Instant?, of topic: String) { state.withLock { $0.ends[topic] = end } }

  /// When the next message is to be forgotten.
  var nextEnd: ContinuousClock.Instant? { state.withLock { $0.ends.values.min() } }

  /// The topics whose time is over; each is returned once.
  func takeEnded(at now: ContinuousClock.Instant) -> [String] {
    state.withLock { state in
      let ended = state.ends.filter { $0.value <= now }.keys.sorted()
      for topic in ended { state.ends[topic] = nil }
      return ended
    }
  }
}

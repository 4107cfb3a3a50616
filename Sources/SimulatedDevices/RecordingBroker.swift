import Devices
import Synchronization

/// A broker without a network: it takes what is published, and says what a test tells it to.
package final class RecordingBroker: Broker {
  private struct State {
    var reachable: Bool
    var events: AsyncStream<BrokerEvent>.Continuation?
  }

  /// Everything published, and the farewells, in order. For one reader.
  package let published: AsyncStream<BrokerMessage>
  private let record: AsyncStream<BrokerMessage>.Continuation
  private let state: Mutex<State>

  /// Unless it is `reachable`, nobody is connected before ``connect()``.
  package init(reachable: Bool = true) {
    // A test reads everything, so nothing may be lost.
    (published, record) = AsyncStream.makeStream()
    state = Mutex(State(reachable: reachable, events: nil))
  }

  package func withConnection<Value: Sendable>(
    subscriptions: [String], will: BrokerMessage, farewell: BrokerMessage,
    _ body: @Sendable (AsyncStream<BrokerEvent>) async throws -> Value
  ) async rethrows -> Value {
    let (events, continuation) = AsyncStream.makeStream(of: BrokerEvent.self)
    state.withLock { state in
      precondition(state.events == nil, "one connection at a time")
      state.events = continuation
      if state.reachable { continuation.yield(.connected) }
    }
    defer {
      let reachable = state.withLock { state in
        state.events = nil
        return state.reachable
      }
      if reachable { record.yield(farewell) }
      continuation.finish()
    }
    return try await body(events)
  }

  package func publish(_ message: BrokerMessage) throws(BrokerFailure) {
    let connected = state.withLock { state in
      guard state.reachable, state.events != nil else { return false }
      record.yield(message)
      return true
    }
    if !connected { throw BrokerFailure("there is no connection to the broker") }
  }

  /// The broker is there again.
  package func connect() {
    state.withLock { state in
      state.reachable = true
      state.events?.yield(.connected)
    }
  }

  /// The broker is gone.
  package func drop(_ reason: String) {
    state.withLock { state in
      state.reachable = false
      state.events?.yield(.disconnected(reason))
    }
  }

  /// The connection reports something.
  package func report(_ event: BrokerEvent) { state.withLock { _ = $0.events?.yield(event) } }

  /// A message comes in.
  package func deliver(_ message: BrokerMessage) {
    state.withLock { state in
      guard state.reachable else { return }
      state.events?.yield(.message(message))
    }
  }
}

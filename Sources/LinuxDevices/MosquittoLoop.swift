import CMosquitto
import Devices
import Dispatch
import Synchronization

/// Connects again and again, and runs each connection, on a thread of its own: libmosquitto's calls block.
final class MosquittoLoop: Sendable {
  private struct State {
    var connected = false
    var stopping = false
    /// The number of the message to wait for before the connection is closed.
    var farewell: CInt?
    /// Who waits for the connection to be closed.
    var waiter: CheckedContinuation<Void, Never>?
  }

  /// How long a broker may take for its first answers, and for taking the farewell.
  private static let patience: Duration = .seconds(10)
  private static let farewellPatience: Duration = .seconds(2)

  private let address: MosquittoBroker.Address
  private let pauses: ClosedRange<Duration>
  private let subscriptions: [String]
  private let will: BrokerMessage
  private let line: MosquittoLine
  private let events: AsyncStream<BrokerEvent>.Continuation
  private let state = Mutex(State())
  private let stopped = DispatchSemaphore(value: 0)

  init(
    address: MosquittoBroker.Address, pauses: ClosedRange<Duration>, subscriptions: [String], will: BrokerMessage,
    line: MosquittoLine, events: AsyncStream<BrokerEvent>.Continuation
  ) {
    self.address = address
    self.pauses = pauses
    self.subscriptions = subscriptions
    self.will = will
    self.line = line
    self.events = events
  }

  func start() { DispatchQueue(label: "mqtt").async { self.run() } }

  /// Publishes the farewell, and returns when the broker has it and the connection is closed, or after two seconds. Returns
  /// at once when there is no connection; an attempt that is under way ends by itself.
  func stop(farewell: BrokerMessage) async {
    // Of quality 0 it would not be known to have arrived.
    let farewell = BrokerMessage(
      topic: farewell.topic, payload: farewell.payload, quality: max(1, farewell.quality), retained: farewell.retained,
      expiry: farewell.expiry)
    await withCheckedContinuation { continuation in
      let waits = state.withLock { state in
        state.stopping = true
        // Queueing a message also wakes the loop, which then waits for this lock: it cannot see the acknowledgement before
        // it knows the number.
        guard state.connected, case .success(let number) = line.send(farewell) else { return false }
        state.farewell = number
        state.waiter = continuation
        return true
      }
      stopped.signal()
      if !waits { continuation.resume() }
    }
  }

  private var stopping: Bool { state.withLock { $0.stopping } }

  private func run() {
    var backoff = Backoff(pauses)
    while !stopping {
      do throws(BrokerFailure) {
        try runConnection { backoff.reset() }
      } catch {
        events.yield(.disconnected(error.description))
      }
      release()
      if stopping { break }
      _ = stopped.wait(timeout: .now() + .nanoseconds(Int(backoff.next() / .nanoseconds(1))))
    }
    events.finish()
  }

  /// Makes one connection and runs it to its end, in MQTT 5, or in 3.1.1 with a broker of before that; throws the reason unless
  /// it ended because it was asked to.
  private func runConnection(_ connected: () -> Void) throws(BrokerFailure) {
    let session = MosquittoSession(version: .five)
    do throws(BrokerFailure) {
      return try runConnection(session, connected)
    } catch {
      guard session.isVersionRefused, !stopping else { throw error }
    }
    try runConnection(MosquittoSession(version: .threeOneOne), connected)
  }

  private func runConnection(_ session: MosquittoSession, _ connected: () -> Void) throws(BrokerFailure) {
    defer {
      if session.answer != nil || session.handshake.end != nil {
        line.peer = MosquittoBroker.Peer(
          version: session.version, certificateEnd: session.handshake.end,
          cipher: session.handshake.cipher)
      }
    }
    let client = try MosquittoClient(name: address.client, session: session, line: line)
    try client.connect(to: address, will: will)
    guard try settle(client, session), open(client) else { return }
    // Were this event lost, the box would never greet the hub: better to try again later.
    if case .dropped = events.yield(.connected) { throw BrokerFailure("more messages than the box can take") }
    line.peer = MosquittoBroker.Peer(
      version: session.version, certificateEnd: session.handshake.end,
      cipher: session.handshake.cipher)
    var lost = 0
    session.deliver { [events] event in
      if lost > 0, case .enqueued = events.yield(.overflowed(lost)) { lost = 0 }
      if case .dropped = events.yield(event) { lost += 1 }
    }
    connected()
    defer {
      // Also when it ends well: whoever waits for the end no longer reads.
      let rest = session.outbox.takeUnanswered()
      if !rest.isEmpty { events.yield(.unacknowledged(rest)) }
    }
    while !stopping {
      try client.loop(atMost: wait(session.outbox.nextEnd))
      session.deliverRefusals()
      client.forgetEnded()
    }
    sayFarewell(client, session)
  }

  /// libmosquitto itself shortens this to what its keep-alive needs.
  private func wait(_ end: ContinuousClock.Instant?) -> Duration {
    guard let end else { return address.keepAlive }
    return min(address.keepAlive, max(.milliseconds(1), end - .now))
  }

  /// Waits until the broker has taken the connection and all subscriptions; false when asked to stop meanwhile.
  private func settle(
    _ client: borrowing MosquittoClient, _ session: MosquittoSession
  ) throws(BrokerFailure) -> Bool {
    let deadline = ContinuousClock.now + Self.patience
    var asked: [CInt: String]?
    while !stopping {
      if session.answer == 0, asked == nil {
        var numbers: [CInt: String] = [:]
        for topic in subscriptions { numbers[try client.subscribe(to: topic)] = topic }
        asked = numbers
      }
      if let (number, reason) = session.refused.first {
        throw BrokerFailure("the broker refused the subscription to \(asked?[number] ?? "a topic"): \(reason)")
      }
      if let asked, session.granted.count == asked.count { return true }
      guard ContinuousClock.now < deadline else { throw BrokerFailure("the broker does not answer") }
      try client.loop(atMost: .seconds(1))
    }
    return false
  }

  /// Lets others publish, unless it was asked to stop.
  private func open(_ client: borrowing MosquittoClient) -> Bool {
    state.withLock { state in
      guard !state.stopping else { return false }
      client.open()
      state.connected = true
      return true
    }
  }

  /// Waits until the farewell is at the broker, then closes. Errors no longer matter.
  private func sayFarewell(_ client: borrowing MosquittoClient, _ session: MosquittoSession) {
    guard let number = state.withLock({ $0.farewell }) else { return }
    session.awaited = number
    let deadline = ContinuousClock.now + Self.farewellPatience
    do throws(BrokerFailure) {
      while !session.arrived, ContinuousClock.now < deadline {
        try client.loop(atMost: .milliseconds(100))
      }
      client.disconnect()
      while ContinuousClock.now < deadline { try client.loop(atMost: .milliseconds(100)) }
    } catch {}
  }

  /// The connection is closed and its client destroyed: tells who waits for that.
  private func release() {
    let waiter = state.withLock { state in
      state.connected = false
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }
}

import Devices
import Hub
import Synchronization

/// The door to the hub: MQTT.
///
/// Whatever the broker lets through counts as the owner's: there, roles are the broker's access list. Nobody is ever root.
package final class HubDoor: Door {
  /// What became of the connection; told on change.
  package enum Link: Equatable, Sendable {
    case up
    case down(reason: String)
  }

  private struct State {
    var machine: HubMachine
    var link: Link?
    /// Requests that have not been answered yet.
    var unanswered: Set<Int> = []
    var requests = 0
    /// Remarks on ghosts since the connection was made: there may be any number of ghosts.
    var remarks = 0
    /// Topics that the broker has refused since then.
    var refused: Set<String> = []
  }

  /// As many remarks on ghosts a connection.
  private static let patience = 8

  private let broker: any Broker
  private let dispatcher: Dispatcher
  private let state: Mutex<State>
  private let lanes = RequestLanes()
  private let reminder: Reminder
  /// Those who remind askers, to run beside everything else. No more are added than requests can wait.
  private let reminding = AsyncStream<@Sendable () async -> Void>.makeStream()
  private let now: @Sendable () -> Moment
  private let settle: @Sendable () async throws -> Void
  private let linkChanged: @Sendable (Link) -> Void
  private let remark: @Sendable (String) -> Void

  /// - Parameters:
  ///   - now: the clocks.
  ///   - settle: the wait before Home Assistant is told who the box is: long enough for it to let go of what the box was before,
  ///     and random, so that not everything in the house speaks at once.
  ///   - linkChanged: is told when the connection is made, and when it is lost or was refused the first time.
  ///   - remark: is told what the log should say beside that. Parts of it come from outside.
  package init(
    broker: any Broker, machine: HubMachine, dispatcher: Dispatcher, now: @escaping @Sendable () -> Moment = { .now },
    settle: @escaping @Sendable () async throws -> Void = {
      try await Task.sleep(for: .milliseconds(Int.random(in: 1500...4000)))
    },
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    linkChanged: @escaping @Sendable (Link) -> Void = { _ in },
    remark: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.broker = broker
    self.dispatcher = dispatcher
    state = Mutex(State(machine: machine))
    self.now = now
    self.settle = settle
    reminder = Reminder(sleep: sleep)
    self.linkChanged = linkChanged
    self.remark = remark
  }

  package func run(_ bulletins: AsyncStream<Bulletin>) async {
    let machine = state.withLock { $0.machine }
    let will = BrokerMessage(machine.will)
    let farewell = BrokerMessage(machine.farewell)
    await broker.withConnection(subscriptions: machine.subscriptions, will: will, farewell: farewell) { events in
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await self.lanes.run() }
        group.addTask {
          await withDiscardingTaskGroup { group in
            for await remind in self.reminding.stream { group.addTask { await remind() } }
          }
        }
        group.addTask { for await event in events { self.take(event) } }
        for await bulletin in bulletins { self.tell(bulletin) }
        group.cancelAll()
      }
    }
  }

  private func tell(_ bulletin: Bulletin) {
    // Under the lock, so that news and greetings reach the broker in the order in which they became true.
    state.withLock { state in
      let publications = state.machine.announce(bulletin, at: now())
      let unsent = state.link == .up ? send(publications) : publications
      state.machine.keep(unsent)
    }
  }

  private func take(_ event: BrokerEvent) {
    switch event {
    case .connected:
      state.withLock { state in
        (state.link, state.remarks, state.refused) = (.up, 0, [])
        let unsent = send(state.machine.connected(at: now()))
        state.machine.keep(unsent)
      }
      introduce()
      linkChanged(.up)
    case .unacknowledged(let messages):
      state.withLock { $0.machine.keep(messages.map(Publication.init), first: true) }
    case .disconnected(let reason):
      let link = Link.down(reason: reason)
      let before = state.withLock { state in
        defer { state.link = link }
        return state.link
      }
      switch before {
      case .up, nil: linkChanged(link)
      case .down(let old): if old != reason { remark("broker: \(reason)") }
      }
    case .message(let message): take(message)
    case .refused(let topic, let reason):
      let isNews = state.withLock { $0.refused.insert(topic).inserted }
      if isNews { remark("broker: does not take \(topic): \(reason)") }
    case .overflowed(let count):
      remark("broker: \(count) messages came faster than they could be taken, and are lost")
    }
  }

  private func take(_ message: BrokerMessage) {
    let reaction = state.withLock {
      $0.machine.receive(topic: message.topic, payload: message.payload, retained: message.retained)
    }
    switch reaction {
    case .ignore: break
    case .correct(let publications): send(publications)
    case .exorcise(let publications, let words):
      send(publications)
      let count = state.withLock { state in
        state.remarks += 1
        return state.remarks
      }
      if count <= Self.patience { remark(words) }
    case .answer(let verb, let payload, let topic): answer(verb, payload, topic)
    case .perform(let request, let entity):
      let taken = lanes.add(request.verb.rawValue) {
        if (try? await self.dispatcher.perform(request, role: .owner)) == nil {
          self.correct(entity)
        } else {
          self.send(self.state.withLock { $0.machine.reflection(of: request, by: entity) })
        }
      }
      if !taken { correct(entity) }
    case .greetAgain: introduce(andGreet: true)
    case .retire(let topic):
      let introduces = state.withLock { state in
        let (publications, introduces) = state.machine.retire(topic)
        send(publications)
        return introduces
      }
      if introduces { introduce() }
    }
  }

  private func answer(_ verb: String, _ payload: [UInt8], _ topic: String) {
    let (number, progressTopic) = state.withLock { state in
      state.requests += 1
      state.unanswered.insert(state.requests)
      return (state.requests, state.machine.progressTopic(of: verb))
    }
    let reminding = Cancellation()
    /// Under the lock, so that no reminder follows the answer.
    @Sendable func finish(_ answer: [UInt8]) {
      state.withLock { state in
        state.unanswered.remove(number)
        _ = send([Publication(topic: topic, payload: answer, retained: false)])
      }
      reminding.cancel()
    }
    let taken = lanes.add(verb) {
      finish(await self.dispatcher.respond(verb: verb, payload: payload, role: .owner))
    }
    guard taken else {
      return finish(dispatcher.refuse("the box is busy with other requests; try again", verb: verb, payload: payload))
    }
    let mark = (try? Envelope(verb: verb, payload: payload))?.transaction ?? .null
    let progress = Publication(
      topic: progressTopic, payload: Response.progress(transaction: mark), retained: false)
    self.reminding.continuation.yield {
      await reminding.run {
        try? await self.reminder.run {
          self.state.withLock { state in
            guard state.unanswered.contains(number) else { return false }
            _ = self.send([progress])
            return true
          }
        }
      }
    }
  }

  /// Says in a while who the box is.
  private func introduce(andGreet greets: Bool = false) {
    _ = lanes.add(Verb.scan.rawValue) {
      guard (try? await self.settle()) != nil else { return }
      self.state.withLock { state in
        self.send(state.machine.introduction())
        if greets { self.send(state.machine.greeting(at: self.now())) }
      }
    }
  }

  /// Tells the true state of what somebody wanted to change and could not.
  private func correct(_ entity: Entity) {
    send(state.withLock { $0.machine.state(of: entity) })
  }

  /// Returns what could not be sent: state is told again by the next greeting, and answers would come too late, but events can
  /// wait.
  @discardableResult
  private func send(_ publications: [Publication]) -> [Publication] {
    publications.filter { (try? broker.publish(BrokerMessage($0))) == nil }
  }
}

extension Publication {
  fileprivate init(_ message: BrokerMessage) {
    self.init(
      topic: message.topic, payload: message.payload, retained: message.retained, expiry: message.expiry,
      quality: message.quality)
  }
}

extension BrokerMessage {
  fileprivate init(_ publication: Publication) {
    self.init(
      topic: publication.topic, payload: publication.payload, quality: publication.quality,
      retained: publication.retained,
      expiry: publication.expiry)
  }
}

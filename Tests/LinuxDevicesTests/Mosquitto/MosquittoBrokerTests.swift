import Devices
import LinuxDevices
import Testing

@Suite(
  "The connection to a real broker", .timeLimit(.minutes(1)),
  .enabled(if: MosquittoProcess.isInstalled, "needs mosquitto and mosquitto-clients"))
struct MosquittoBrokerTests {
  private static let will = BrokerMessage(topic: "box/availability", payload: Array("offline".utf8), retained: true)
  private static let farewell = BrokerMessage(topic: "box/availability", payload: Array("goodbye".utf8), retained: true)

  private static func broker(_ port: Int, _ change: (inout MosquittoBroker.Address) -> Void = { _ in })
    -> MosquittoBroker
  {
    var address = MosquittoBroker.Address(host: "127.0.0.1", port: port, client: "box")
    change(&address)
    return MosquittoBroker(address, pauses: .milliseconds(20) ... .milliseconds(100))
  }

  /// Connects, waits until the first event that is there, and gives the rest to `body`.
  private static func connected<Value: Sendable>(
    _ broker: MosquittoBroker, to subscriptions: [String] = [],
    _ body: @Sendable (inout AsyncStream<BrokerEvent>.Iterator) async throws -> Value
  ) async throws -> Value {
    try await broker.withConnection(subscriptions: subscriptions, will: will, farewell: farewell) { events in
      var events = events.makeAsyncIterator()
      #expect(await events.next() == .connected)
      return try await body(&events)
    }
  }

  @Test("brings messages in, with their topics, payloads of any bytes, and whether they were kept")
  func receives() async throws {
    let process = try await MosquittoProcess()
    try await process.publish("box/a/set", "ghost", options: ["-r"])
    try await Self.connected(Self.broker(process.port), to: ["box/+/set", "other"]) { events in
      #expect(
        await events.next() == .message(BrokerMessage(topic: "box/a/set", payload: Array("ghost".utf8), retained: true))
      )
      try await process.publish("box/a/set", "é\u{1}")
      #expect(await events.next() == .message(BrokerMessage(topic: "box/a/set", payload: [0xC3, 0xA9, 1])))
      try await process.publish("box/nobody/listens", "x")
      try await process.publish("other", "")
      #expect(await events.next() == .message(BrokerMessage(topic: "other", payload: [])))
    }
  }

  @Test("sends messages out, kept or not, and forgotten in time")
  func publishes() async throws {
    let process = try await MosquittoProcess()
    let early = try await process.observe("box/#")
    let broker = Self.broker(process.port)
    try await Self.connected(broker) { _ in
      try broker.publish(
        BrokerMessage(topic: "box/mood", payload: Array("m".utf8), retained: true, expiry: .seconds(90)))
      try broker.publish(BrokerMessage(topic: "box/event", payload: Array("e".utf8)))
      try broker.publish(BrokerMessage(topic: "box/end", payload: Array("last".utf8), retained: true))
      #expect(await early.next() == .init(topic: "box/mood", payload: "m", retained: false, expiry: 90))
      #expect(await early.next() == .init(topic: "box/event", payload: "e", retained: false, expiry: 0))
      #expect(await early.next() == .init(topic: "box/end", payload: "last", retained: false, expiry: 0))
      let late = try await process.observe("box/#")
      var kept: [String: Observer.Message] = [:]
      while kept.count < 2, let message = await late.next() { kept[message.topic] = message }
      #expect(kept["box/mood"].map { $0.retained && $0.expiry > 0 && $0.expiry <= 90 } == true)
      #expect(kept["box/end"] == .init(topic: "box/end", payload: "last", retained: true, expiry: 0))
    }
  }

  @Test("keeps the order of what is published, from many tasks at once")
  func order() async throws {
    let process = try await MosquittoProcess()
    let observer = try await process.observe("box/count/#")
    let broker = Self.broker(process.port)
    try await Self.connected(broker) { _ in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<4 {
          group.addTask {
            for number in 0..<100 {
              try broker.publish(BrokerMessage(topic: "box/count/\(task)", payload: Array("\(number)".utf8)))
            }
          }
        }
        try await group.waitForAll()
      }
      var next: [String: Int] = [:]
      for _ in 0..<400 {
        let message = try #require(await observer.next())
        #expect(message.payload == "\(next[message.topic, default: 0])")
        next[message.topic, default: 0] += 1
      }
    }
  }

  @Test("says goodbye when it is closed, and the will stays unsaid")
  func farewell() async throws {
    let process = try await MosquittoProcess()
    let observer = try await process.observe("box/#")
    let broker = Self.broker(process.port)
    try await Self.connected(broker) { _ in
      try broker.publish(BrokerMessage(topic: "box/availability", payload: Array("online".utf8), retained: true))
    }
    #expect(await observer.next()?.payload == "online")
    #expect(await observer.next()?.payload == "goodbye")
    try await process.publish("box/end", "x")
    #expect(await observer.next()?.topic == "box/end")
  }

  @Test("says goodbye when its task is cancelled")
  func cancelled() async throws {
    let process = try await MosquittoProcess()
    let observer = try await process.observe("box/#")
    let broker = Self.broker(process.port)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await Self.connected(broker) { events in
          try broker.publish(BrokerMessage(topic: "box/here", payload: []))
          #expect(await events.next() == nil)
        }
      }
      #expect(await observer.next()?.topic == "box/here")
      group.cancelAll()
      try await group.waitForAll()
    }
    #expect(await observer.next()?.payload == "goodbye")
  }

  @Test("is declared lost by the broker when it drops out, and comes back by itself")
  func will() async throws {
    let process = try await MosquittoProcess()
    let observer = try await process.observe("box/availability")
    try await Self.connected(Self.broker(process.port)) { events in
      // Who connects under the same name throws the box out.
      try await process.publish("x", "", options: ["-i", "box"])
      #expect(await observer.next()?.payload == "offline")
      let loss = await events.next()
      #expect(loss == .disconnected("the connection was lost: The connection was lost."))
      #expect(await events.next() == .connected)
    }
    #expect(await observer.next()?.payload == "goodbye")
  }

  @Test("comes back when the broker is killed and started again, with its subscriptions")
  func restart() async throws {
    let process = try await MosquittoProcess()
    let broker = Self.broker(process.port)
    try await Self.connected(broker, to: ["box/+/set"]) { events in
      process.kill()
      guard case .disconnected(let reason)? = await events.next() else {
        Issue.record("the loss went unnoticed")
        return
      }
      #expect(reason.hasPrefix("the connection was lost: "))
      #expect(throws: BrokerFailure("there is no connection to the broker")) {
        try broker.publish(BrokerMessage(topic: "box/x", payload: []))
      }
      try await process.start()
      while let event = await events.next(), event != .connected {
        #expect(event == .disconnected("127.0.0.1:\(process.port): Connection refused"))
      }
      try await process.publish("box/a/set", "on")
      #expect(await events.next() == .message(BrokerMessage(topic: "box/a/set", payload: Array("on".utf8))))
    }
  }

  @Test("waits for a broker that is not there yet, and can be closed meanwhile")
  func absent() async throws {
    let process = try await MosquittoProcess()
    process.kill()
    let broker = Self.broker(process.port)
    await broker.withConnection(subscriptions: [], will: Self.will, farewell: Self.farewell) { events in
      var events = events.makeAsyncIterator()
      for _ in 0..<3 {
        #expect(await events.next() == .disconnected("127.0.0.1:\(process.port): Connection refused"))
      }
    }
    try await process.start()
    try await Self.connected(broker) { _ in }
  }

  @Test("names a broker whose name nobody knows")
  func unknownHost() async throws {
    let broker = Self.broker(1883) { $0.host = "no-such-broker.invalid" }
    await broker.withConnection(subscriptions: [], will: Self.will, farewell: Self.farewell) { events in
      var events = events.makeAsyncIterator()
      guard case .disconnected(let reason)? = await events.next() else { return }
      #expect(reason.hasPrefix("no-such-broker.invalid:1883: "))
    }
  }

  @Test("is let in with the right password, and told why not with a wrong one")
  func password() async throws {
    let process = try await MosquittoProcess(
      configuration: "allow_anonymous false\npassword_file FOLDER/passwords"
    ) { folder in
      let file = folder.appending(path: "passwords").path
      try await Program("mosquitto_passwd", ["-c", "-b", file, "moodbox", "secret"]).output()
    }
    let right = Self.broker(process.port) { ($0.user, $0.password) = ("moodbox", "secret") }
    try await Self.connected(right) { _ in }
    let wrong = Self.broker(process.port) { ($0.user, $0.password) = ("moodbox", "guess") }
    await wrong.withConnection(subscriptions: [], will: Self.will, farewell: Self.farewell) { events in
      var events = events.makeAsyncIterator()
      for _ in 0..<2 {
        let refusal = await events.next()
        #expect(refusal == .disconnected("the broker refused the connection: Not authorized"))
      }
    }
  }
}

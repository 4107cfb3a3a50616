import Devices
import FoundationEssentials
import LinuxDevices
import Testing

/// What networks and old brokers do to a connection.
@Suite(
  "The connection in trouble", .timeLimit(.minutes(1)),
  .enabled(if: MosquittoProcess.isInstalled, "needs mosquitto and mosquitto-clients"))
struct BrokerTroubleTests {
  private static let will = BrokerMessage(topic: "box/availability", payload: Array("offline".utf8), retained: true)
  private static let farewell = BrokerMessage(topic: "box/availability", payload: Array("goodbye".utf8), retained: true)

  private static func broker(_ port: Int, _ change: (inout MosquittoBroker.Address) -> Void = { _ in })
    -> MosquittoBroker
  {
    var address = MosquittoBroker.Address(host: "127.0.0.1", port: port, client: "box", keepAlive: .seconds(5))
    change(&address)
    return MosquittoBroker(address, pauses: .milliseconds(20) ... .milliseconds(100))
  }

  private func message(_ text: String) -> BrokerMessage { BrokerMessage(topic: "box/event", payload: Array(text.utf8)) }

  @Test("is made anew when it was cut")
  func cut() async throws {
    let process = try await MosquittoProcess()
    let proxy = try Proxy(to: process.port)
    defer { proxy.end() }
    let broker = Self.broker(proxy.port)
    try await broker.withConnection(subscriptions: ["box/+/set"], will: Self.will, farewell: Self.farewell) { events in
      var events = events.makeAsyncIterator()
      #expect(await events.next() == .connected)
      proxy.cut()
      let loss = await events.next()
      guard case .disconnected(let reason)? = loss else {
        Issue.record("the cut went unnoticed: \(loss.debugDescription)")
        return
      }
      #expect(reason.hasPrefix("the connection was lost: "))
      #expect(await events.next() == .connected)
      try await process.publish("box/a/set", "on")
      #expect(await events.next() == .message(BrokerMessage(topic: "box/a/set", payload: Array("on".utf8))))
    }
  }

  @Test("that is dead without having ended is noticed, and what it did not carry is handed back in order")
  func halfOpen() async throws {
    let process = try await MosquittoProcess()
    let proxy = try Proxy(to: process.port)
    defer { proxy.end() }
    let broker = Self.broker(proxy.port)
    try await broker.withConnection(subscriptions: [], will: Self.will, farewell: Self.farewell) { events in
      var events = events.makeAsyncIterator()
      #expect(await events.next() == .connected)
      proxy.hold()
      for text in ["a", "b", "c"] { try broker.publish(message(text)) }
      #expect(await events.next() == .unacknowledged(["a", "b", "c"].map(message)))
      guard case .disconnected? = await events.next() else {
        Issue.record("the dead connection went unnoticed")
        return
      }
      proxy.heal()
      while let event = await events.next(), event != .connected {}
      try broker.publish(message("d"))
    }
  }

  @Test("that breaks hands back nothing that the broker has acknowledged")
  func acknowledged() async throws {
    let process = try await MosquittoProcess()
    let observer = try await process.observe("box/event")
    let proxy = try Proxy(to: process.port)
    defer { proxy.end() }
    let broker = Self.broker(proxy.port)
    try await broker.withConnection(subscriptions: ["box/echo"], will: Self.will, farewell: Self.farewell) { events in
      var events = events.makeAsyncIterator()
      #expect(await events.next() == .connected)
      try broker.publish(message("a"))
      #expect(await observer.next()?.payload == "a")
      // The acknowledgement is before this on the same connection.
      try broker.publish(BrokerMessage(topic: "box/echo", payload: []))
      #expect(await events.next() == .message(BrokerMessage(topic: "box/echo", payload: [])))
      proxy.cut()
      while let event = await events.next(), event != .connected {
        if case .unacknowledged(let messages) = event { #expect(!messages.contains(message("a"))) }
      }
    }
  }

  @Test(
    "falls back to MQTT 3.1.1 with a broker of before MQTT 5",
    arguments: [Proxy.Broker.refusesVersionFive, .hangsUpOnVersionFive])
  func oldBroker(manner: Proxy.Broker) async throws {
    let process = try await MosquittoProcess()
    let observer = try await process.observe("box/#")
    let proxy = try Proxy(to: process.port, broker: manner)
    defer { proxy.end() }
    let broker = Self.broker(proxy.port)
    try await broker.withConnection(subscriptions: ["cmd/+"], will: Self.will, farewell: Self.farewell) { events in
      var events = events.makeAsyncIterator()
      #expect(await events.next() == .connected)
      #expect(broker.peer?.version == .threeOneOne)
      try await process.publish("cmd/x", "on")
      #expect(await events.next() == .message(BrokerMessage(topic: "cmd/x", payload: Array("on".utf8))))
      // Such a broker cannot forget, so we empty the topic in time.
      try broker.publish(
        BrokerMessage(topic: "box/mood", payload: Array("m".utf8), retained: true, expiry: .milliseconds(300)))
      #expect(await observer.next() == .init(topic: "box/mood", payload: "m", retained: false, expiry: 0))
      #expect(await observer.next() == .init(topic: "box/mood", payload: "", retained: false, expiry: 0))
      proxy.cut()
      while let event = await events.next(), event != .connected {}
    }
    #expect(await observer.next("box/availability")?.payload == "offline")
    #expect(await observer.next("box/availability")?.payload == "goodbye")
  }

  @Test("tells of the password that is wrong, in either version")
  func password() async throws {
    let process = try await MosquittoProcess(
      configuration: "allow_anonymous false\npassword_file FOLDER/passwords"
    ) { folder in
      let file = folder.appending(path: "passwords").path
      try await Program("mosquitto_passwd", ["-c", "-b", file, "moodbox", "secret"]).output()
    }
    let proxy = try Proxy(to: process.port, broker: .refusesVersionFive)
    defer { proxy.end() }
    for (port, words) in [(process.port, "Not authorized"), (proxy.port, "not authorised.")] {
      let broker = Self.broker(port) { ($0.user, $0.password) = ("moodbox", "guess") }
      await broker.withConnection(subscriptions: [], will: Self.will, farewell: Self.farewell) { events in
        let event = await events.first { _ in true }
        #expect(event == .disconnected("the broker refused the connection: \(words)"))
      }
    }
  }

  @Test("says which topic the broker does not take")
  func notAllowed() async throws {
    let process = try await MosquittoProcess(
      configuration: "allow_anonymous true\nacl_file FOLDER/acl"
    ) { folder in
      try "topic readwrite box/availability\n".write(
        to: folder.appending(path: "acl"), atomically: true, encoding: .utf8)
    }
    let broker = Self.broker(process.port)
    try await broker.withConnection(subscriptions: [], will: Self.will, farewell: Self.farewell) { events in
      var events = events.makeAsyncIterator()
      #expect(await events.next() == .connected)
      try broker.publish(message("a"))
      #expect(await events.next() == .refused(topic: "box/event", reason: "Not authorized"))
    }
  }

  @Test("hands over a flood, or counts what is lost of it: nothing piles up without end")
  func flood() async throws {
    let process = try await MosquittoProcess(configuration: "allow_anonymous true\nmax_queued_messages 0")
    let broker = Self.broker(process.port)
    try await broker.withConnection(subscriptions: ["box/+/set"], will: Self.will, farewell: Self.farewell) { events in
      var events = events.makeAsyncIterator()
      #expect(await events.next() == .connected)
      let publish = "mosquitto_pub -h 127.0.0.1 -p \(process.port) -q 1 -t box/a/set"
      // Nobody reads meanwhile, and all of it is here before the last one is: each answers for the one before.
      let echo = try await process.observe("box/a/set")
      try await Program("sh", ["-c", "seq 5000 | \(publish) -l"]).output()
      for _ in 0..<5000 { _ = await echo.next() }
      var (taken, lost) = (0, 0)
      while taken + lost < 5000 {
        // One more, so that what is lost is told; it counts as well when it comes.
        if taken == 1024, lost == 0 { try await process.publish("box/a/set", "end") }
        switch await events.next() {
        case .message: taken += 1
        case .overflowed(let count): lost += count
        case let event: Issue.record("\(event.debugDescription)")
        }
      }
      #expect(lost >= 5000 - 1024 - 1024)
    }
  }

  @Test("cuts short what is longer than any request, so that its reader sees that it is too long")
  func longPayload() async throws {
    let process = try await MosquittoProcess()
    let broker = Self.broker(process.port)
    let file = process.folder.appending(path: "long")
    try String(repeating: "x", count: 300_000).write(to: file, atomically: true, encoding: .utf8)
    try await broker.withConnection(subscriptions: ["box/+/set"], will: Self.will, farewell: Self.farewell) { events in
      var events = events.makeAsyncIterator()
      #expect(await events.next() == .connected)
      try await process.publish("box/a/set", "", options: ["-f", file.path])
      guard case .message(let message)? = await events.next() else {
        Issue.record("nothing came")
        return
      }
      #expect(message.payload.count == 16_400)
    }
  }
}

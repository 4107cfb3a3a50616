import Appliance
import Devices
import Domain
import FoundationEssentials
import Hub
import SimulatedDevices
import Synchronization
import Testing

@Suite("The door to the hub", .timeLimit(.minutes(1)))
struct HubDoorTests {
  private let broker: RecordingBroker
  private let box: RequestRecorder
  private let door: HubDoor
  private let bulletins: AsyncStream<Bulletin>
  private let tell: AsyncStream<Bulletin>.Continuation
  private let links = AsyncStream<HubDoor.Link>.makeStream()
  /// Lets one wait for Home Assistant end.
  private let settled = AsyncStream<Void>.makeStream()
  private let clock = HandClock()
  private let remarks = AsyncStream<String>.makeStream()
  /// The door asks what time it is for every greeting and every bulletin.
  private let glances = AsyncStream<Void>.makeStream()

  init() { self.init(RecordingBroker(), RequestRecorder()) }

  private init(_ broker: RecordingBroker, _ box: RequestRecorder) {
    self.broker = broker
    self.box = box
    (bulletins, tell) = AsyncStream.makeStream()
    let machine = HubMachine(
      topics: Topics(BoxID("den")!), info: BoxInfo(version: "1", board: "desk", networks: [], songs: 0),
      settings: HubSettings(discovery: .device))
    door = HubDoor(
      broker: broker, machine: machine, dispatcher: Dispatcher(handler: box),
      now: { [glances] in
        glances.continuation.yield()
        return Moment(uptime: .seconds(1), date: Date(timeIntervalSince1970: 0))
      },
      settle: { [settled] in
        for await _ in settled.stream { return }
        throw CancellationError()
      },
      sleep: { [clock] in try await clock.sleep(for: $0) }, linkChanged: { [links] in links.continuation.yield($0) },
      remark: { [remarks] in remarks.continuation.yield($0) })
  }

  /// Runs the door beside `body`, and closes it afterwards.
  private func run(_ body: @Sendable (inout AsyncStream<BrokerMessage>.Iterator) async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await door.run(bulletins) }
      var published = broker.published.makeAsyncIterator()
      try await body(&published)
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  private static let introduction = "homeassistant/device/moodbox_den/config"
  private static let greeting = ["moodbox/den/availability", "moodbox/den/info", "moodbox/den/mood"]

  private func expectGreeting(
    _ topics: [String] = Self.greeting, from published: inout AsyncStream<BrokerMessage>.Iterator,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    for topic in topics {
      let message = await published.next()
      #expect(message?.topic == topic, sourceLocation: sourceLocation)
      #expect(message?.retained == true, sourceLocation: sourceLocation)
    }
  }

  @Test("greets when connected, tells what happens, and says goodbye at the end")
  func whole() async throws {
    try await run { published in
      await expectGreeting(from: &published)
      tell.yield(.event(.noFace))
      let event = await published.next()
      #expect(event?.topic == "moodbox/den/event")
      #expect(event?.retained == false)
      tell.yield(.player(PlayerStatus(volume: 40)))
      #expect(await published.next()?.topic == "moodbox/den/player")
    }
    var rest = broker.published.makeAsyncIterator()
    #expect(
      await rest.next()
        == BrokerMessage(topic: "moodbox/den/availability", payload: Array("offline".utf8), retained: true))
  }

  @Test("closes by itself when the box has nothing more to tell")
  func ends() async {
    tell.finish()
    await door.run(bulletins)
    #expect(await broker.published.contains { $0.payload == Array("offline".utf8) })
  }

  @Test("tells everything again after the broker was away, and then what happened meanwhile")
  func reconnects() async throws {
    try await run { published in
      await expectGreeting(from: &published)
      tell.yield(.player(PlayerStatus(volume: 40)))
      #expect(await published.next()?.topic == "moodbox/den/player")
      broker.drop("gone")
      var changes = links.stream.makeAsyncIterator()
      #expect(await changes.next() == .up)
      #expect(await changes.next() == .down(reason: "gone"))
      tell.yield(.event(.noFace))
      tell.yield(.event(.recovered(part: "speaker")))
      tell.yield(.privacy(true))
      var glances = glances.stream.makeAsyncIterator()
      for _ in ["greeting", "player", "event", "event", "privacy"] { await glances.next() }
      broker.connect()
      await expectGreeting(
        Self.greeting.dropLast() + ["moodbox/den/privacy/state", "moodbox/den/player", "moodbox/den/mood"],
        from: &published)
      for type in ["no_face", "recovered"] {
        let event = try #require(await published.next())
        #expect(event.topic == "moodbox/den/event" && !event.retained)
        let payload = try JSONValue(parsing: event.payload, limit: 1000)
        #expect(payload["event_type"]?.string == type && payload["at"] == "1970-01-01T00:00:00.000Z")
      }
      tell.yield(.event(.cancelled))
      #expect(await published.next()?.topic == "moodbox/den/event")
    }
  }

  @Test("tells events again that the broker has not acknowledged, before those that came later, and no state")
  func unacknowledged() async throws {
    try await run { published in
      await expectGreeting(from: &published)
      tell.yield(.event(.noFace))
      let first = try #require(await published.next())
      let state = BrokerMessage(topic: "moodbox/den/player", payload: Array("{}".utf8), retained: true)
      let answer = BrokerMessage(topic: "moodbox/den/response/next", payload: Array("{}".utf8))
      broker.report(.unacknowledged([state, first, answer]))
      broker.drop("gone")
      var changes = links.stream.makeAsyncIterator()
      #expect(await changes.next() == .up)
      #expect(await changes.next() == .down(reason: "gone"))
      tell.yield(.event(.cancelled))
      var glances = glances.stream.makeAsyncIterator()
      for _ in ["greeting", "event", "event"] { await glances.next() }
      broker.connect()
      await expectGreeting(from: &published)
      #expect(await published.next() == first)
      #expect(await published.next().map { String(decoding: $0.payload, as: UTF8.self).contains("cancelled") } == true)
    }
  }

  @Test("says in the log that it ignores a ghost, who may have left it, and what to do; answers a request that is one")
  func ghosts() async throws {
    try await run { published in
      await expectGreeting(from: &published)
      for _ in 0..<50 {
        broker.deliver(BrokerMessage(topic: "moodbox/den/look/set", payload: Array("press".utf8), retained: true))
      }
      broker.deliver(BrokerMessage(topic: "moodbox/den/request/look", payload: [], retained: true))
      let answer = try #require(await published.next())
      #expect(answer.topic == "moodbox/den/response/look")
      #expect(try Response(parsing: answer.payload, limit: 1000).result.isRefused)
      var said: [String] = []
      remarks.continuation.finish()
      for await remark in remarks.stream { said.append(remark) }
      #expect(said.count == 8)
      #expect(said.allSatisfy { $0.hasPrefix("moodbox/den/look/set: was retained, so it is ignored") })
    }
  }

  @Test("says once that the broker is away, however often it is refused")
  func linkChanges() async throws {
    try await run { published in
      await expectGreeting(from: &published)
      broker.drop("gone")
      broker.drop("still gone")
      broker.connect()
      var changes = links.stream.makeAsyncIterator()
      #expect(await changes.next() == .up)
      #expect(await changes.next() == .down(reason: "gone"))
      #expect(await changes.next() == .up)
    }
  }

  @Test("answers requests beside them, as the owner and never as root")
  func requests() async throws {
    try await run { published in
      await expectGreeting(from: &published)
      broker.deliver(
        BrokerMessage(topic: "moodbox/den/request/volume", payload: Array(#"{"value":40,"transaction":"t"}"#.utf8)))
      #expect(
        await published.next()
          == BrokerMessage(
            topic: "moodbox/den/response/volume",
            payload: Array(#"{"data":{"done":"volume"},"status":"ok","transaction":"t"}"#.utf8)))
      broker.deliver(BrokerMessage(topic: "moodbox/den/request/privacy", payload: Array(#"{"on":false}"#.utf8)))
      let refusal = await published.next()
      #expect(refusal?.topic == "moodbox/den/response/privacy")
      #expect(
        refusal.map { String(decoding: $0.payload, as: UTF8.self) }
          == #"{"error":"privacy is turned off on the box only: hold its button, or be root there","status":"error"}"#)
    }
    var begun = box.begun.makeAsyncIterator()
    #expect(await begun.next() == .volume(40))
  }

  @Test("does plain commands in their order, and ignores ghosts among them")
  func commands() async throws {
    try await run { published in
      await expectGreeting(from: &published)
      broker.deliver(BrokerMessage(topic: "moodbox/den/next/set", payload: Array("PRESS".utf8), retained: true))
      for volume in 0...50 {
        broker.deliver(BrokerMessage(topic: "moodbox/den/volume/set", payload: Array("\(volume)".utf8)))
      }
      var begun = box.begun.makeAsyncIterator()
      for volume in 0...50 { #expect(await begun.next() == .volume(volume)) }
    }
  }

  @Test("shows the truth again when somebody turns privacy off from afar")
  func privacyStaysOn() async throws {
    try await run { published in
      await expectGreeting(from: &published)
      tell.yield(.privacy(true))
      #expect(await published.next()?.topic == "moodbox/den/privacy/state")
      #expect(await published.next()?.topic == "moodbox/den/mood")
      broker.deliver(BrokerMessage(topic: "moodbox/den/privacy/set", payload: Array("off".utf8)))
      let state = await published.next()
      #expect(state?.topic == "moodbox/den/privacy/state")
      #expect(state?.payload == Array("on".utf8))
    }
  }

  @Test("goes on while a look takes its time, and answers it in the end")
  func longRequests() async throws {
    let test = HubDoorTests(RecordingBroker(), RequestRecorder(holds: [.look]))
    try await test.run { published in
      await test.expectGreeting(from: &published)
      test.broker.deliver(BrokerMessage(topic: "moodbox/den/request/look", payload: []))
      test.broker.deliver(BrokerMessage(topic: "moodbox/den/request/pause", payload: []))
      #expect(await published.next()?.topic == "moodbox/den/response/pause")
      test.box.release()
      #expect(await published.next()?.topic == "moodbox/den/response/look")
    }
  }

  @Test("says within a second that it works on what takes longer, never after the answer")
  func progress() async throws {
    let test = HubDoorTests(RecordingBroker(), RequestRecorder(holds: [.look]))
    try await test.run { published in
      await test.expectGreeting(from: &published)
      test.broker.deliver(
        BrokerMessage(topic: "moodbox/den/request/look", payload: Array(#"{"transaction":5}"#.utf8)))
      for pause in [Duration.milliseconds(800), .seconds(3), .seconds(3)] {
        await test.clock.fire(pause)
        let progress = try #require(await published.next())
        #expect(progress.topic == "moodbox/den/progress/look" && !progress.retained)
        #expect(String(decoding: progress.payload, as: UTF8.self) == #"{"status":"progress","transaction":5}"#)
      }
      test.box.release()
      #expect(await published.next().map { String(decoding: $0.payload, as: UTF8.self).contains("ok") } == true)
      test.broker.deliver(BrokerMessage(topic: "moodbox/den/request/pause", payload: []))
      #expect(await published.next()?.topic == "moodbox/den/response/pause")
    }
  }

  @Test("answers that it is busy rather than letting a flood pile up")
  func flood() async throws {
    let test = HubDoorTests(RecordingBroker(), RequestRecorder(holds: [.next]))
    try await test.run { published in
      await test.expectGreeting(from: &published)
      let request = BrokerMessage(topic: "moodbox/den/request/next", payload: Array(#"{"transaction":"7"}"#.utf8))
      for _ in 0..<100 { test.broker.deliver(request) }
      let busy = String(decoding: try #require(await published.next()).payload, as: UTF8.self)
      #expect(busy.contains("busy") && busy.contains(#""transaction":"7""#))
      test.box.release()
      for _ in 1..<100 { #expect(await published.next()?.topic == "moodbox/den/response/next") }
    }
  }

  @Test("greets Home Assistant again when it has started")
  func homeAssistant() async throws {
    try await run { published in
      await expectGreeting(from: &published)
      settled.continuation.yield()
      #expect(await published.next()?.topic == Self.introduction)
      broker.deliver(BrokerMessage(topic: "homeassistant/status", payload: Array("online".utf8)))
      settled.continuation.yield()
      await expectGreeting([Self.introduction] + Self.greeting, from: &published)
    }
  }

  @Test("lets Home Assistant let go of what the box was before it says what it is")
  func migration() async throws {
    let old = "homeassistant/sensor/moodbox_den/emotion/config"
    try await run { published in
      await expectGreeting(from: &published)
      broker.deliver(BrokerMessage(topic: old, payload: Array("{}".utf8), retained: true))
      #expect(
        await published.next() == BrokerMessage(topic: old, payload: Array(#"{"migrate_discovery":true}"#.utf8)))
      settled.continuation.yield()
      #expect(await published.next() == BrokerMessage(topic: old, payload: [], retained: true))
      #expect(await published.next()?.topic == Self.introduction)
    }
  }
}

extension Result where Failure == RequestRefusal {
  fileprivate var isRefused: Bool { if case .failure = self { true } else { false } }
}

import Appliance
import Devices
import Domain
import Hub
import LinuxDevices
import Synchronization
import Testing

/// The door to the hub, our client and a real broker together, seen by clients that are not ours.
@Suite(
  "The box at a real broker", .timeLimit(.minutes(1)),
  .enabled(if: MosquittoProcess.isInstalled, "needs mosquitto and mosquitto-clients"))
struct BrokerIntegrationTests {
  private final class Box: RequestHandler {
    let performed = Mutex<[Request]>([])

    func perform(_ request: Request) async throws -> JSONValue {
      performed.withLock { $0.append(request) }
      return ["done": .string(request.verb.rawValue)]
    }
  }

  private static let mood = Mood(
    emotion: .happy, confidence: 0.9, valence: 0.8, arousal: 0.5, scores: EmotionScores(weights: [0, 0, 0, 9, 0, 0, 1]))

  private let box = Box()
  private let bulletins: AsyncStream<Bulletin>
  private let tell: AsyncStream<Bulletin>.Continuation

  init() { (bulletins, tell) = AsyncStream.makeStream() }

  /// Runs a door at that broker beside `body`, then closes it.
  private func run(at process: MosquittoProcess, _ body: @Sendable () async throws -> Void) async throws {
    let broker = MosquittoBroker(
      .init(host: "127.0.0.1", port: process.port, client: "moodbox-den"),
      pauses: .milliseconds(20) ... .milliseconds(100))
    let door = HubDoor(
      broker: broker,
      machine: HubMachine(
        topics: Topics(BoxID("den")!), info: BoxInfo(version: "1", board: "desk", networks: [], songs: 0)),
      dispatcher: Dispatcher(handler: box), settle: {})
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await door.run(bulletins) }
      try await body()
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  /// Everything retained, once it is all there.
  private static let retained: Set = [
    "moodbox/den/availability", "moodbox/den/info", "moodbox/den/mood", "moodbox/den/player",
    "moodbox/den/privacy/state", "homeassistant/device/moodbox_den/config",
  ]

  private func state(at process: MosquittoProcess) async throws -> [String: Observer.Message] {
    let observer = try await process.observe("moodbox/#", "homeassistant/device/#")
    var seen: [String: Observer.Message] = [:]
    while Set(seen.keys) != Self.retained, let message = await observer.next() {
      if !message.payload.isEmpty, Self.retained.contains(message.topic) { seen[message.topic] = message }
    }
    return seen
  }

  private func tellAll() {
    tell.yield(.privacy(false))
    tell.yield(.player(PlayerStatus(volume: 40)))
    tell.yield(.mood(Self.mood))
    tell.yield(.event(.detected(Self.mood)))
  }

  @Test("leaves its state for those who come later, its events for those who are there")
  func retained() async throws {
    let process = try await MosquittoProcess()
    let early = try await process.observe("moodbox/den/availability", "moodbox/den/event")
    try await run(at: process) {
      #expect(await early.next()?.payload == "online")
      tellAll()
      #expect(await early.next().map { $0.payload.contains("detected") && !$0.retained } == true)
      let state = try await state(at: process)
      #expect(state.values.allSatisfy { $0.retained })
      #expect(state["moodbox/den/availability"]?.payload == "online")
      #expect(state["moodbox/den/mood"].map { $0.expiry > 0 && $0.expiry <= 1800 } == true)
      #expect(state["moodbox/den/player"]?.expiry == 0)
    }
    let late = try await process.observe("moodbox/den/availability")
    #expect(
      await late.next() == .init(topic: "moodbox/den/availability", payload: "offline", retained: true, expiry: 0))
  }

  @Test("tells all its state again to a broker that was killed and has forgotten it")
  func restart() async throws {
    let process = try await MosquittoProcess()
    try await run(at: process) {
      tellAll()
      let before = try await state(at: process)
      process.kill()
      try await process.start()
      let after = try await state(at: process)
      #expect(after["moodbox/den/availability"]?.payload == "online")
      for topic in Self.retained { #expect(after[topic]?.payload == before[topic]?.payload) }
    }
  }

  @Test("is offline for all to see when it drops out, and online again when it is back")
  func will() async throws {
    let process = try await MosquittoProcess()
    let observer = try await process.observe("moodbox/den/availability")
    try await run(at: process) {
      #expect(await observer.next()?.payload == "online")
      // Who connects under the same name throws the box out.
      try await process.publish("x", "", options: ["-i", "moodbox-den"])
      #expect(await observer.next()?.payload == "offline")
      #expect(await observer.next()?.payload == "online")
    }
    #expect(await observer.next()?.payload == "offline")
  }

  @Test("answers what it is asked, with the asker's mark")
  func requests() async throws {
    let process = try await MosquittoProcess()
    let observer = try await process.observe("moodbox/den/availability", "moodbox/den/response/+")
    try await run(at: process) {
      #expect(await observer.next()?.payload == "online")
      try await process.publish("moodbox/den/request/volume", #"{"value":30,"transaction":"x7"}"#)
      #expect(
        await observer.next()
          == .init(
            topic: "moodbox/den/response/volume",
            payload: #"{"data":{"done":"volume"},"status":"ok","transaction":"x7"}"#, retained: false, expiry: 0))
      try await process.publish("moodbox/den/request/volume", "loud")
      #expect(await observer.next()?.payload == #"{"error":"the request cannot be read: not JSON","status":"error"}"#)
      try await process.publish("moodbox/den/request/dance", "")
      #expect(await observer.next()?.topic == "moodbox/den/response/dance")
    }
    #expect(box.performed.withLock { $0 } == [.volume(30)])
  }

  @Test("takes away what it left there under another convention, and nothing else")
  func leftovers() async throws {
    let process = try await MosquittoProcess()
    let leftovers: Set = [
      "homeassistant/sensor/moodbox_den/emotion/config", "homeassistant/button/moodbox_den/look/config",
      "homie/5/den/$state", "homie/5/den/mood/emotion",
    ]
    for topic in leftovers.union(["homie/5/attic/$state", "homeassistant/sensor/lamp/power/config"]) {
      try await process.publish(topic, "{}", options: ["-r"])
    }
    let observer = try await process.observe("homeassistant/#", "homie/#")
    try await run(at: process) {
      var left = leftovers
      while !left.isEmpty, let message = await observer.next() {
        if message.payload.isEmpty {
          #expect(left.remove(message.topic) != nil || message.topic == "homie/5/den/$state", "\(message.topic)")
        }
      }
    }
  }

  @Test("ignores ghosts: commands and requests that the broker had kept")
  func ghosts() async throws {
    let process = try await MosquittoProcess()
    for topic in ["look/set", "next/set", "request/stop"] {
      try await process.publish("moodbox/den/\(topic)", "press", options: ["-r"])
    }
    let observer = try await process.observe("moodbox/den/availability", "moodbox/den/response/+")
    try await run(at: process) {
      #expect(await observer.next()?.payload == "online")
      let refusal = await observer.next()
      #expect(refusal?.topic == "moodbox/den/response/stop")
      #expect(refusal?.payload.contains("was retained, so it is ignored") == true)
      // Deleting a ghost sends an empty message to those who listen, which is no command either.
      try await process.publish("moodbox/den/look/set", "", options: ["-r"])
      try await process.publish("moodbox/den/request/pause", "")
      #expect(await observer.next()?.topic == "moodbox/den/response/pause")
    }
    #expect(box.performed.withLock { $0 } == [.pause])
  }

  @Test("never does for the network what is the box's own affair, whoever asks")
  func neverFromAfar() async throws {
    let process = try await MosquittoProcess()
    let observer = try await process.observe("moodbox/den/availability", "moodbox/den/response/+")
    try await run(at: process) {
      #expect(await observer.next()?.payload == "online")
      let forbidden = [
        ("privacy", #"{"on":false}"#), ("export", "{}"), ("listener", #"{"export":"all"}"#), ("forget", "{}"),
        ("model", #"{"file":"/tmp/x.tflite"}"#), ("network", "{}"), ("board", "{}"), ("config", "{}"),
        ("settings", #"{"hub":{"host":"elsewhere"}}"#), ("picture", "{}"), ("frame", "{}"), ("watch", "{}"),
        ("run", "{}"), ("status", #"{"role":"root"}"#), ("volume", #"{"value":10,"role":"root"}"#),
      ]
      for (verb, payload) in forbidden {
        try await process.publish("moodbox/den/request/\(verb)", payload)
        let answer = await observer.next()
        #expect(answer?.topic == "moodbox/den/response/\(verb)")
        #expect(answer?.payload.contains(#""status":"error""#) == true, "\(verb)")
      }
      for word in ["off", "OFF", "0", "false", "{\"on\":false}"] {
        try await process.publish("moodbox/den/privacy/set", word)
      }
      try await process.publish("moodbox/den/request/pause", "")
      #expect(await observer.next()?.topic == "moodbox/den/response/pause")
    }
    #expect(box.performed.withLock { $0 } == [.pause])
  }
}

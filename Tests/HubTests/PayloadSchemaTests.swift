import Domain
import FoundationEssentials
import PayloadSchemas
import Testing

@testable import Hub

/// The schemas in `deploy/mqtt/schemas` are a promise to whoever reads the box's messages: here the box is held to it.
@Suite("The schemas of payloads")
struct PayloadSchemaTests {
  private let schemas: PayloadSchemas
  private static let track = Track(
    id: 7, path: "a/b.ogg", title: "Bird", artist: "Lark", duration: .milliseconds(61_500),
    features: AudioFeatures(tempo: 100, energy: 0.5, valence: 0.5, key: 11, mode: .minor, loudness: -14))
  private static let mood = Mood(
    emotion: .fear, confidence: 1, valence: -1, arousal: 1, scores: EmotionScores(weights: [0, 0, 3, 0, 0, 0, 1]))

  init() throws { schemas = try PayloadSchemas() }

  private static let toldByTheMachine: BoxHealth = {
    var health = BoxHealth(uptime: .seconds(1), memory: 1, queued: 0)
    health.undervoltage = false
    health.systemUptime = .seconds(100)
    health.load = 0.5
    health.clockKept = true
    health.musicDisk = BoxHealth.Disk(free: 1, size: 2)
    health.stateDisk = BoxHealth.Disk(free: 0, size: 2)
    return health
  }()

  private static let bulletins: [Bulletin] =
    [
      HubEvent.detected(mood), .noFace, .notSure(.uniform), .cancelled, .privacyOn, .privacyOff,
      .trackStarted(track, because: "calm"), .trackEnded(Track(id: 1, path: "x", title: "x", duration: .zero)),
      .fault(part: "camera", reason: "unplugged"), .recovered(part: "camera"),
      .songsChanged(added: 1, changed: 2, missing: 0, songs: 3),
    ].map { .event($0) } + [
      .mood(mood), .privacy(true), .privacy(false), .watching(true), .policy(.steady),
      .listeners(["Ada"], current: "Ada"),
      .listeners([], current: nil),
      .player(PlayerStatus(volume: 0)),
      .player(
        PlayerStatus(
          state: .paused, track: track, position: .seconds(3), volume: 100, muted: true, queued: 2, reason: "x")),
      .info(BoxInfo(version: "1", board: "Desk", networks: [], songs: 0)),
      .health(BoxHealth(uptime: .seconds(1), memory: 1, queued: 0)),
      .health(
        BoxHealth(
          uptime: .seconds(1), memory: 1, temperature: 45.5, throttled: true, queued: 3, faults: ["camera", "broker"],
          lastError: "camera: unplugged")),
      .health(toldByTheMachine),
    ]

  @Test("hold for everything the box tells", arguments: bulletins)
  func told(bulletin: Bulletin) throws {
    var machine = HubMachine(
      topics: Topics(BoxID("den")!), info: BoxInfo(version: "1", board: "desk", networks: ["emotion"], songs: 3))
    let now = Moment(uptime: .seconds(1), date: Date(timeIntervalSince1970: 1))
    let told = machine.announce(bulletin, at: now) + machine.greeting(at: now) + [machine.will]
    for publication in told where !publication.payload.isEmpty {
      let name = try #require(schemas.name(for: String(publication.topic.dropFirst("moodbox/den/".count))))
      #expect(try schemas.problems(with: publication.payload, under: name).isEmpty)
    }
  }

  @Test("describe every event and every request, and nothing that does not exist")
  func complete() {
    for verb in Verb.allCases {
      #expect(schemas.names.contains("request/\(verb.rawValue)") && schemas.names.contains("response/\(verb.rawValue)"))
    }
    let verbs = Set(Verb.allCases.map(\.rawValue))
    for name in schemas.names where name.contains("/") {
      #expect(verbs.contains(String(name.split(separator: "/")[1])))
    }
    let types = Self.bulletins.compactMap { if case .event(let event) = $0 { event.type } else { nil } }
    #expect(Set(types) == Set(HubEvent.types))
  }

  @Test("hold for every refusal, whatever was asked")
  func refusals() async throws {
    let dispatcher = Dispatcher(handler: RecordingHandler())
    for (verb, payload) in [
      ("dance", "{}"), ("volume", "loud"), ("volume", #"{"value":400,"transaction":7}"#), ("play", "[]"),
      ("privacy", #"{"on":false,"transaction":"x"}"#),
    ] {
      let answer = await dispatcher.respond(verb: verb, payload: Array(payload.utf8), role: .owner)
      let name = try #require(schemas.name(for: "response/\(verb)"))
      #expect(try schemas.problems(with: answer, under: name).isEmpty)
      #expect(try schemas.problems(with: answer, under: "refusal").isEmpty)
    }
  }

  @Test("hold for what precedes an answer that takes long")
  func progress() throws {
    let name = try #require(schemas.name(for: "progress/look"))
    for mark: JSONValue in [.null, 7, "x"] {
      #expect(try schemas.problems(with: Response.progress(transaction: mark), under: name).isEmpty)
    }
  }

  /// Values at and beyond every border that a schema draws.
  private static let values: [JSONValue] = [
    .null, true, false, 0, 1, -1, 100, 101, 1.5, 86_400, 86_401, "", "happy", "bored", "1", "lift", "list", "learning",
    "forget",
    .string(String(repeating: "x", count: 128)),
    .string(String(repeating: "x", count: 129)), [], ["happy"], [:], ["on": true],
  ]

  @Test("let through exactly what the box reads", arguments: Verb.allCases)
  func requests(verb: Verb) throws {
    let keys = ["emotion", "position", "value", "on", "count", "transaction", "vlaue", "name", "action"]
    var generator = SeededGenerator(seed: 8)
    var accepted = 0
    var candidates: [JSONValue] = Self.values + [[:]]
    for key in keys { candidates += Self.values.map { .object([key: $0]) } }
    for _ in 0..<300 {
      let chosen = keys.shuffled(using: &generator).prefix(Int.random(in: 1...3, using: &generator))
      candidates.append(
        .object(Dictionary(uniqueKeysWithValues: chosen.map { ($0, Self.values.randomElement(using: &generator)!) })))
    }
    for candidate in candidates {
      let isRead: Bool
      do throws(RequestRefusal) {
        let envelope = try Envelope(verb: verb.rawValue, payload: candidate.bytes)
        _ = try Request(verb: envelope.verb, arguments: envelope.arguments)
        isRead = true
      } catch {
        isRead = false
      }
      let problems = try schemas.problems(with: candidate, under: "request/\(verb.rawValue)")
      if isRead { accepted += 1 }
      #expect(isRead == problems.isEmpty, "\(candidate.text): \(problems)")
    }
    #expect(accepted > 0 && accepted < candidates.count)
  }

  @Test(
    "catch what is wrong",
    arguments: [
      ("mood", #"{"emotion":"happy"}"#), ("event", #"{"event_type":"no_face","at":"yesterday"}"#),
      ("event", #"{"event_type":"dance","at":"2026-01-31T08:45:00.000Z"}"#), ("health", "{}"),
      ("availability", "maybe"),
      ("player", #"{"state":"playing"}"#), ("response/volume", #"{"status":"ok"}"#),
      ("refusal", #"{"status":"error"}"#),
      ("response/volume", #"{"status":"ok","data":{"volume":3}}"#), ("mood", "x"),
    ])
  func bites(name: String, payload: String) throws {
    #expect(try !schemas.problems(with: Array(payload.utf8), under: name).isEmpty)
  }
}

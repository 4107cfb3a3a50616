import Domain
import FoundationEssentials
import Testing

@testable import Hub

@Suite("The box as a Homie device")
struct HomieTests {
  private static let info = BoxInfo(version: "0.1.0", board: "desk", networks: [], songs: 3)
  private static let mood = Mood(
    emotion: .happy, confidence: 0.91, valence: 0.8, arousal: -0.4,
    scores: EmotionScores(weights: [0, 0, 0, 3, 0, 0, 1]))
  private static let status = PlayerStatus(
    state: .playing,
    track: Track(id: 7, path: "a/b.ogg", title: "Bird", artist: "", duration: .seconds(61)), volume: 40)

  private func moment(_ uptime: Int) -> Moment {
    Moment(uptime: .seconds(uptime), date: Date(timeIntervalSince1970: 0))
  }

  private func machine(_ settings: HubSettings = HubSettings(discovery: .homie)) -> HubMachine {
    HubMachine(topics: Topics(BoxID("den")!), info: Self.info, settings: settings)
  }

  private func text(_ publications: [Publication], _ path: String) -> String? {
    publications.last { $0.topic == "homie/5/den/\(path)" }.map { String(decoding: $0.payload, as: UTF8.self) }
  }

  private var everything: [Bulletin] {
    [
      .info(Self.info), .health(BoxHealth(uptime: .seconds(1), memory: 1, queued: 0, faults: ["camera"])),
      .privacy(false), .watching(true), .policy(.lift), .listeners(["Ada"], current: "Ada"),
      .player(PlayerStatus(volume: 40)), .player(Self.status), .mood(Self.mood),
      .event(.detected(Self.mood)), .event(.noFace), .event(.notSure(.uniform)), .event(.cancelled),
      .event(.trackStarted(Self.status.track!, because: "x")), .event(.trackEnded(Self.status.track!)),
      .event(.fault(part: "camera", reason: "x")), .event(.recovered(part: "camera")), .event(.privacyOn),
      .event(.privacyOff), .mood(nil),
    ]
  }

  @Test("keeps to the convention whatever happens", arguments: [true, false])
  func convention(retainsMood: Bool) {
    var machine = machine(HubSettings(discovery: .homie, retainsMood: retainsMood))
    var validator = HomieValidator(root: "homie/5/den")
    validator.take(machine.greeting(at: moment(1)))
    for (second, bulletin) in everything.enumerated() {
      validator.take(machine.announce(bulletin, at: moment(second)))
      validator.take(machine.greeting(at: moment(second)))
    }
    validator.take(machine.greeting(at: moment(10_000)))
    for topic in validator.settableTopics {
      for payload in ["press", "true", "40", "happy", "default", "nonsense"] {
        let reaction = machine.receive(topic: topic, payload: Array(payload.utf8), retained: false)
        if case .perform(let request, let entity) = reaction {
          validator.take(machine.reflection(of: request, by: entity))
        } else if case .correct(let publications) = reaction {
          validator.take(publications)
        }
      }
    }
    validator.take(machine.farewell)
    validator.take(machine.will)
    #expect(validator.violations.isEmpty)
  }

  @Test("would be caught breaking it")
  func validatorBites() {
    var validator = HomieValidator(root: "homie/5/den")
    validator.take(machine().greeting(at: moment(1)))
    #expect(validator.violations.isEmpty)
    func publish(_ path: String, _ text: String, retained: Bool = true) {
      validator.take(Publication(topic: "homie/5/den/\(path)", payload: Array(text.utf8), retained: retained))
    }
    publish("mood/emotion", "bored")
    publish("player/volume", "101")
    publish("player/volume", "4.5")
    publish("player/mute", "TRUE")
    publish("mood/valence", "nan")
    publish("box/privacy", "")
    publish("box/event", "no_face")
    publish("box/fridge", "x")
    publish("$state", "alert")
    publish("$description", #"{"homie":"5.0","version":1,"name":"x"}"#)
    #expect(validator.violations.count == 11)
  }

  @Test("begins with init and ends ready, and speaks for itself instead of availability")
  func lifecycle() {
    let greeting = machine().greeting(at: moment(1))
    let homie = greeting.filter { $0.topic.hasPrefix("homie/") }
    #expect(homie.first == Publication(topic: "homie/5/den/$state", payload: Array("init".utf8), retained: true))
    #expect(homie.last == Publication(topic: "homie/5/den/$state", payload: Array("ready".utf8), retained: true))
    #expect(greeting.contains(.deletion(of: "moodbox/den/availability")))
    #expect(!greeting.contains { $0.topic.hasPrefix("homeassistant/") })
    #expect(text([machine().will], "$state") == "lost" && text([machine().farewell], "$state") == "disconnected")
  }

  @Test("shows what the box tells")
  func values() {
    var machine = machine()
    let told = [.player(Self.status), .mood(Self.mood), .privacy(false)].flatMap { machine.announce($0, at: moment(1)) }
    #expect(text(told, "mood/emotion") == "happy" && text(told, "mood/confidence") == "91")
    #expect(text(told, "mood/arousal") == "-0.4" && text(told, "player/title") == "Bird")
    // An empty MQTT payload would delete the topic.
    #expect(text(machine.greeting(at: moment(2)), "player/artist") == "\0")
    #expect(machine.announce(.player(Self.status), at: moment(1)).isEmpty)
  }

  @Test("forgets the mood in time, and when privacy goes on")
  func forgets() {
    var machine = machine(HubSettings(discovery: .homie, moodExpiry: .seconds(600)))
    let told = machine.announce(.mood(Self.mood), at: moment(100))
    #expect(told.last { $0.topic == "homie/5/den/mood/emotion" }?.expiry == .seconds(600))
    let later = machine.greeting(at: moment(500))
    #expect(later.last { $0.topic == "homie/5/den/mood/emotion" }?.expiry == .seconds(200))
    #expect(text(machine.greeting(at: moment(701)), "mood/emotion") == "unknown")
    #expect(text(machine.announce(.event(.privacyOn), at: moment(501)), "mood/emotion") == "unknown")
  }

  @Test(
    "does what controllers set",
    arguments: [
      ("button/look", "press", .look), ("button/play", "sad", .play(.sad)), ("button/play", "default", .play(nil)),
      ("box/watching", "true", .watching(true)), ("player/volume", "40", .volume(40)),
      ("player/mute", "true", .mute(true)),
      ("box/privacy", "true", .privacy(true)),
    ] as [(String, String, Request)])
  func commands(path: String, payload: String, request: Request) {
    let topic = "homie/5/den/\(path)/set"
    let reaction = machine().receive(topic: topic, payload: Array(payload.utf8), retained: false)
    guard case .perform(let performed, _) = reaction else {
      Issue.record("\(path) does nothing")
      return
    }
    #expect(performed == request)
    let ghost = machine().receive(topic: topic, payload: Array(payload.utf8), retained: true)
    guard case .exorcise = ghost else {
      Issue.record("acts on a ghost")
      return
    }
  }

  @Test("shows the true value again to those who set what it does not do")
  func corrections() {
    var machine = machine()
    _ = machine.announce(.privacy(true), at: moment(1))
    let reaction = machine.receive(topic: "homie/5/den/box/privacy/set", payload: Array("false".utf8), retained: false)
    guard case .correct(let publications) = reaction else {
      Issue.record("a controller turned privacy off")
      return
    }
    #expect(text(publications, "box/privacy") == "true")
    #expect(machine.receive(topic: "homie/5/den/player/title/set", payload: [65], retained: false) == .ignore)
  }
}

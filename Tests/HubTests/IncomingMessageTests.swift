import Domain
import FoundationEssentials
import Testing

@testable import Hub

@Suite("What the box does with messages from the hub")
struct IncomingMessageTests {
  private var machine: HubMachine {
    var machine = HubMachine(
      topics: Topics(BoxID("den")!), info: BoxInfo(version: "1", board: "desk", networks: [], songs: 0))
    let now = Moment(uptime: .zero, date: Date(timeIntervalSince1970: 0))
    _ = machine.announce(.privacy(true), at: now)
    _ = machine.announce(.player(PlayerStatus(volume: 30)), at: now)
    return machine
  }

  private func receive(_ topic: String, _ payload: String, retained: Bool = false) -> HubMachine.Reaction {
    machine.receive(topic: topic, payload: Array(payload.utf8), retained: retained)
  }

  @Test("answers requests on the topic beside them")
  func requests() {
    #expect(
      receive("moodbox/den/request/volume", "{}")
        == .answer(verb: "volume", payload: Array("{}".utf8), topic: "moodbox/den/response/volume"))
    #expect(
      receive("moodbox/den/request/nonsense", "")
        == .answer(verb: "nonsense", payload: [], topic: "moodbox/den/response/nonsense"))
  }

  @Test(
    "does what plain values say",
    arguments: [
      ("look", "PRESS", .look), ("look", "on", .look), ("next", "press", .next), ("previous", "1", .previous),
      ("pause", "true", .pause), ("resume", "PRESS", .resume), ("stop", "PRESS", .stop), ("volume", "40", .volume(40)),
      ("volume", "40.0", .volume(40)), ("volume", "0", .volume(0)), ("mute", "ON", .mute(true)),
      ("mute", "off", .mute(false)), ("watching", "ON", .watching(true)), ("watching", "off", .watching(false)),
      ("privacy", "on", .privacy(true)), ("play", "Sad", .play(.sad)),
      ("like", "PRESS", .like), ("dislike", "press", .dislike), ("policy", "Lift", .policy(.lift)),
      ("listener", "Ada", .listener("Ada")), ("listener", "nobody", .listener(nil)), ("play", "press", .play(nil)),
      ("play", "default", .play(nil)),
    ] as [(String, String, Request)])
  func commands(entity: String, payload: String, request: Request) {
    #expect(receive("moodbox/den/\(entity)/set", payload) == .perform(request, Entity(rawValue: entity)!))
  }

  @Test(
    "shows the true state again after a value that is no command",
    arguments: [
      ("privacy", "off", "on"), ("privacy", "OFF", "on"), ("privacy", "press", "on"), ("volume", "101", nil),
      ("volume", "loud", nil), ("volume", "nan", nil), ("volume", "1e400", nil), ("mute", "maybe", nil),
    ] as [(String, String, String?)])
  func corrections(entity: String, payload: String, truth: String?) {
    guard case .correct(let publications) = receive("moodbox/den/\(entity)/set", payload) else {
      Issue.record("acted on \(payload)")
      return
    }
    #expect(publications.count == 1)
    #expect(publications.first?.retained == true)
    if let truth { #expect(publications.first?.payload == Array(truth.utf8)) }
  }

  @Test(
    "ignores ghosts: whatever arrives retained",
    arguments: ["look/set", "next/set", "volume/set", "privacy/set", "request/look", "request/volume"])
  func ghosts(name: String) {
    for payload in ["press", "on", "40", "{}"] {
      guard case .exorcise(_, let remark) = receive("moodbox/den/\(name)", payload, retained: true) else {
        Issue.record("acted on \(name)")
        continue
      }
      #expect(remark.hasPrefix("moodbox/den/\(name): was retained, so it is ignored"))
    }
    #expect(receive("homeassistant/status", "online", retained: true) == .ignore)
  }

  @Test("ignores the empty message by which a ghost is deleted", arguments: Entity.allCases)
  func deletedGhosts(entity: Entity) {
    #expect(receive("moodbox/den/\(entity.rawValue)/set", "") == .ignore)
  }

  @Test(
    "ignores topics that are not its own",
    arguments: [
      "moodbox/attic/look/set", "moodbox/den", "moodbox/den/", "moodbox/den/look", "moodbox/den/look/set/now",
      "moodbox/den/request", "moodbox/den/request/", "moodbox/den/request/a/b", "moodbox/denx/look/set", "",
      "moodbox/den/sofa/set", "/moodbox/den/look/set", "homeassistant/statusx",
      "moodbox/den/request/" + String(repeating: "x", count: 60_000),
    ])
  func foreign(topic: String) {
    #expect(receive(topic, "press") == .ignore)
  }

  @Test("greets Home Assistant again when it has started, not when it stops")
  func homeAssistant() {
    #expect(receive("homeassistant/status", "online") == .greetAgain)
    #expect(receive("homeassistant/status", "offline") == .ignore)
  }

  @Test("is not impressed by payloads of any bytes")
  func nonsense() {
    var generator = SeededGenerator(seed: 2)
    // Nearly anything may be a listener's name: whoever keeps them knows.
    for entity in Entity.allCases where entity != .listener {
      for _ in 0..<200 {
        let payload = (0..<Int.random(in: 1..<100, using: &generator)).map { _ in
          UInt8.random(in: 0...255, using: &generator)
        }
        if case .perform = machine.receive(
          topic: "moodbox/den/\(entity.rawValue)/set", payload: payload, retained: false)
        {
          // One random byte may well be a digit.
          #expect(payload.count <= 2)
        }
      }
    }
  }
}

@Suite("Box names")
struct BoxIDTests {
  @Test(
    "are small letters, digits and hyphens",
    arguments: ["a", "living-room", "box-2", String(repeating: "x", count: 32)])
  func accepted(text: String) { #expect(BoxID(text)?.description == text) }

  @Test(
    "are nothing that would mean something in a topic",
    arguments: ["", "A", "a/b", "+", "#", "a b", "é", "a\u{0}", String(repeating: "x", count: 33)])
  func refused(text: String) { #expect(BoxID(text) == nil) }

  @Test("come from a hash as twelve hexadecimal digits")
  func hashed() { #expect(BoxID(hash: [0, 1, 0x2A, 255, 16, 9, 77]).description == "00012aff1009") }
}

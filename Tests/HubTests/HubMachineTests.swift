import Domain
import FoundationEssentials
import Testing

@testable import Hub

@Suite("What the box tells the hub")
struct HubMachineTests {
  private static let topics = Topics(BoxID("den")!)
  private static let info = BoxInfo(version: "0.1.0", board: "desk", networks: ["emotion"], songs: 3)
  private static let mood = Mood(
    emotion: .happy, confidence: 0.91, valence: 0.8, arousal: 0.4,
    scores: EmotionScores(weights: [0, 0, 0, 3, 0, 0, 1]))
  private static let status = PlayerStatus(
    state: .playing,
    track: Track(id: 7, path: "a/b.ogg", title: "Bird", artist: "Lark", duration: .seconds(61)),
    position: .seconds(10), positionTime: .seconds(95), volume: 40, queued: 2, reason: "It is calm.")

  /// 100 s after the start of the monotonic clock it was a quarter to nine.
  private static func moment(_ uptime: Int) -> Moment {
    Moment(uptime: .seconds(uptime), date: Date(timeIntervalSince1970: 1_769_849_100 + Double(uptime - 100)))
  }

  private func machine(_ settings: HubSettings = HubSettings()) -> HubMachine {
    HubMachine(topics: Self.topics, info: Self.info, settings: settings)
  }

  private func text(_ publication: Publication?) -> String? {
    publication.map { String(decoding: $0.payload, as: UTF8.self) }
  }

  @Test("begins with availability, what it is, and an empty mood, all retained; then it says how to find it")
  func greets() {
    var machine = machine()
    let greeting = machine.greeting(at: Self.moment(100))
    #expect(
      greeting.map(\.topic) == [
        "moodbox/den/availability", "moodbox/den/info", "moodbox/den/mood",
      ])
    #expect(greeting.allSatisfy { $0.retained })
    #expect(text(greeting[0]) == "online")
    #expect(text(greeting[1]) == Self.info.json.text)
    #expect(greeting[2].payload.isEmpty)
    #expect(machine.introduction().map(\.topic) == ["homeassistant/device/moodbox_den/config"])
  }

  @Test("ends with a retained offline, which the broker says when the box cannot")
  func will() {
    let will = machine().will
    #expect(will == Publication(topic: "moodbox/den/availability", payload: Array("offline".utf8), retained: true))
  }

  @Test("tells all its state again at every connection, even what changed while there was none")
  func tellsAgain() {
    var machine = machine()
    _ = machine.announce(.player(Self.status), at: Self.moment(95))
    _ = machine.announce(.privacy(false), at: Self.moment(96))
    _ = machine.announce(.watching(true), at: Self.moment(96))
    _ = machine.announce(.mood(Self.mood), at: Self.moment(97))
    _ = machine.announce(.event(.noFace), at: Self.moment(98))
    let greeting = machine.greeting(at: Self.moment(100))
    #expect(
      greeting.map(\.topic).dropFirst() == [
        "moodbox/den/info", "moodbox/den/privacy/state", "moodbox/den/watching/state", "moodbox/den/player",
        "moodbox/den/mood",
      ])
    #expect(machine.greeting(at: Self.moment(100)) == greeting)
  }

  @Test("publishes the mood with its reason and date, and lets the broker forget it in time")
  func publishesMood() {
    var machine = machine(HubSettings(moodExpiry: .seconds(600)))
    let published = machine.announce(.mood(Self.mood), at: Self.moment(100))
    #expect(published.count == 1)
    #expect(published.first?.retained == true)
    #expect(published.first?.expiry == .seconds(600))
    #expect(
      text(published.first)
        == #"{"arousal":0.4,"at":"2026-01-31T08:45:00.000Z","because":"The face looked 75 % happy and 25 % neutral.","confidence":0.91,"#
        + #""emotion":"happy","scores":{"angry":0,"disgust":0,"fear":0,"happy":0.75,"neutral":0.25,"sad":0,"surprise":0},"#
        + #""valence":0.8}"#)
    #expect(machine.greeting(at: Self.moment(500)).last?.expiry == .seconds(200))
    #expect(machine.greeting(at: Self.moment(700)).last?.payload.isEmpty == true)
  }

  @Test("does not have the broker keep why a song was chosen, which tells the mood")
  func playerTellsNoMood() {
    var machine = machine()
    let published = machine.announce(.player(Self.status), at: Self.moment(100))
    #expect(published.map(\.retained) == [true])
    #expect(text(published.first)?.contains("because") == false)
  }

  @Test("forgets the mood when told to")
  func forgetsMood() {
    var machine = machine()
    _ = machine.announce(.mood(Self.mood), at: Self.moment(100))
    let empty = Publication(topic: "moodbox/den/mood", payload: [], retained: true)
    #expect(machine.announce(.mood(nil), at: Self.moment(101)) == [empty])
    #expect(machine.greeting(at: Self.moment(101)).last == empty)
  }

  @Test("keeps the mood out of the broker's memory when told so")
  func unretainedMood() {
    var machine = machine(HubSettings(retainsMood: false))
    let published = machine.announce(.mood(Self.mood), at: Self.moment(100))
    #expect(published.map(\.retained) == [false])
    #expect(machine.greeting(at: Self.moment(101)).last?.payload.isEmpty == true)
  }

  @Test("empties the mood when privacy goes on, and does not bring it back")
  func privacyEmptiesMood() {
    var machine = machine()
    _ = machine.announce(.mood(Self.mood), at: Self.moment(100))
    let published = machine.announce(.event(.privacyOn), at: Self.moment(101))
    #expect(published.map(\.topic) == ["moodbox/den/event", "moodbox/den/privacy/state", "moodbox/den/mood"])
    #expect(published.map(\.retained) == [false, true, true])
    #expect(published.dropFirst().map { text($0) } == ["on", ""])
    #expect(machine.announce(.privacy(true), at: Self.moment(101)).isEmpty)
    #expect(machine.greeting(at: Self.moment(102)).last == published.last)
  }

  @Test("never retains events, and gives each its type, details and date")
  func events() {
    var machine = machine()
    let events: [HubEvent] = [
      .detected(Self.mood), .noFace, .notSure(.uniform), .cancelled, .privacyOn, .privacyOff,
      .trackStarted(Self.status.track!, because: "calm"), .trackEnded(Self.status.track!),
      .fault(part: "camera", reason: "unplugged"), .recovered(part: "camera"),
      .songsChanged(added: 1, changed: 2, missing: 0, songs: 3),
    ]
    #expect(events.map(\.type) == HubEvent.types)
    let published = events.flatMap { machine.announce(.event($0), at: Self.moment(100)) }
      .filter { $0.topic == "moodbox/den/event" }
    #expect(published.count == events.count)
    #expect(published.allSatisfy { !$0.retained && $0.expiry == nil })
    #expect(text(published[1]) == #"{"at":"2026-01-31T08:45:00.000Z","event_type":"no_face"}"#)
    #expect(
      text(published[8])
        == #"{"at":"2026-01-31T08:45:00.000Z","event_type":"fault","part":"camera","reason":"unplugged"}"#)
  }

  @Test("says where the song was and when that was")
  func player() throws {
    var machine = machine()
    let published = machine.announce(.player(Self.status), at: Self.moment(100))
    let payload = try JSONValue(parsing: try #require(published.first).payload, limit: 10_000)
    #expect(payload["position"] == 10)
    #expect(payload["position_at"] == "2026-01-31T08:44:55.000Z")
    #expect(payload["duration"] == 61)
    #expect(payload["track"]?["title"] == "Bird")
    #expect(payload["state"] == "playing")
  }

  @Test("does not repeat state that did not change")
  func noRepeats() {
    var machine = machine()
    #expect(machine.announce(.privacy(false), at: Self.moment(100)).count == 1)
    #expect(machine.announce(.privacy(false), at: Self.moment(101)).isEmpty)
  }

  @Test("announces itself to nobody when discovery is off, and does not listen to Home Assistant")
  func discoveryOff() {
    let machine = machine(HubSettings(discovery: .off))
    #expect(machine.greeting(at: Self.moment(100)).allSatisfy { $0.topic.hasPrefix("moodbox/den/") })
    #expect(!machine.subscriptions.contains("homeassistant/status"))
    #expect(machine.receive(topic: "homeassistant/status", payload: Array("online".utf8), retained: false) == .ignore)
  }
}

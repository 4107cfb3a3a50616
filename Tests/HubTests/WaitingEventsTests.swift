import Domain
import FoundationEssentials
import Testing

@testable import Hub

@Suite("Events while the hub is away")
struct WaitingEventsTests {
  private var machine = HubMachine(
    topics: Topics(BoxID("den")!), info: BoxInfo(version: "1", board: "desk", networks: [], songs: 0))

  private static func moment(_ seconds: Int) -> Moment {
    Moment(uptime: .seconds(seconds), date: Date(timeIntervalSince1970: Double(seconds)))
  }

  /// The events that are told when the hub is back, as types.
  private mutating func told(at seconds: Int = 1000) throws -> [JSONValue] {
    try machine.connected(at: Self.moment(seconds)).filter { $0.topic == "moodbox/den/event" }
      .map { try JSONValue(parsing: $0.payload, limit: 10_000) }
  }

  private mutating func happens(_ event: HubEvent, at seconds: Int) {
    machine.keep(machine.announce(.event(event), at: Self.moment(seconds)))
  }

  @Test("are told in their order, each with its own time, and once")
  mutating func order() throws {
    happens(.noFace, at: 3)
    happens(.fault(part: "camera", reason: "gone"), at: 5)
    let events = try told()
    #expect(events.map { $0["event_type"] } == ["no_face", "fault"])
    #expect(events.map { $0["at"] } == ["1970-01-01T00:00:03.000Z", "1970-01-01T00:00:05.000Z"])
    #expect(try told().isEmpty)
  }

  @Test("are the newest of many, and it is said how many were dropped")
  mutating func bound() throws {
    for second in 0..<250 { happens(.noFace, at: second) }
    let events = try told()
    #expect(events.count == 101)
    #expect(events.first?["event_type"] == "fault" && events.first?["part"] == "broker")
    #expect(events.first?["reason"]?.string?.contains("the 150 oldest events were dropped") == true)
    #expect(events[1]["at"] == "1970-01-01T00:02:30.000Z")
    happens(.noFace, at: 300)
    #expect(try told().count == 1)
  }

  @Test("tell no mood once privacy is on")
  mutating func privacy() throws {
    happens(.detected(Mood(emotion: .sad, confidence: 1, valence: 0, arousal: 0, scores: .uniform)), at: 1)
    happens(.notSure(.uniform), at: 2)
    happens(.trackStarted(Track(id: 1, path: "a", title: "A", duration: .zero), because: "you are sad"), at: 3)
    happens(.noFace, at: 4)
    happens(.privacyOn, at: 5)
    #expect(try told().map { $0["event_type"] } == ["no_face", "privacy_on"])
  }

  @Test("are all that waits: of state the newest is told")
  mutating func state() throws {
    machine.keep(machine.announce(.player(PlayerStatus(volume: 1)), at: Self.moment(1)))
    machine.keep(machine.announce(.player(PlayerStatus(volume: 2)), at: Self.moment(2)))
    let players = machine.connected(at: Self.moment(3)).filter { $0.topic == "moodbox/den/player" }
    #expect(players.count == 1)
    #expect(try JSONValue(parsing: players[0].payload, limit: 1000)["volume"] == 2)
  }
}

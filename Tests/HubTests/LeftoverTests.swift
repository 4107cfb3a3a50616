import FoundationEssentials
import Testing

@testable import Hub

/// What an earlier run left at the broker under another convention or name.
@Suite("What the box left at the broker")
struct LeftoverTests {
  private static let info = BoxInfo(version: "0.1.0", board: "desk", networks: [], songs: 0)
  private static let now = Moment(uptime: .seconds(1), date: Date(timeIntervalSince1970: 0))
  private static let device = "homeassistant/device/moodbox_den/config"
  private static let component = "homeassistant/sensor/moodbox_den/emotion/config"

  private func machine(_ discovery: HubSettings.Discovery, formerly: String? = nil) -> HubMachine {
    HubMachine(
      topics: Topics(BoxID("den")!), info: Self.info,
      settings: HubSettings(discovery: discovery, formerly: formerly.flatMap { BoxID($0) }))
  }

  private func find(_ topic: String, by machine: HubMachine) -> HubMachine.Reaction {
    machine.receive(topic: topic, payload: Array("{}".utf8), retained: true)
  }

  /// Whether a topic is one that an MQTT filter asks for.
  private func matches(_ topic: String, _ filter: String) -> Bool {
    let levels = topic.split(separator: "/")
    let wanted = filter.split(separator: "/")
    if wanted.last == "#", levels.count >= wanted.count - 1 {
      return zip(levels, wanted.dropLast()).allSatisfy { $1 == "+" || $0 == $1 }
    }
    return levels.count == wanted.count && zip(levels, wanted).allSatisfy { $1 == "+" || $0 == $1 }
  }

  @Test("is found whatever it was, and what is meant now is left alone", arguments: HubSettings.Discovery.allCases)
  func found(discovery: HubSettings.Discovery) {
    let machine = machine(discovery, formerly: "attic")
    var introduced = machine
    var meant = Set((introduced.introduction() + machine.greeting(at: Self.now)).map(\.topic))
    if discovery == .homie { meant.insert("homie/5/den/mood/emotion") }
    for topic in meant { #expect(find(topic, by: machine) == .ignore, "\(topic)") }
    let others = [
      Self.device, Self.component, "homie/5/den/$state", "homie/5/den/mood/emotion",
      "homeassistant/device/moodbox_attic/config", "homeassistant/sensor/moodbox_attic/old/config",
      "homie/5/attic/$description", "moodbox/attic/availability", "moodbox/attic/privacy/state",
    ]
    for topic in others where !meant.contains(topic) {
      #expect(find(topic, by: machine) == .retire(topic))
      #expect(machine.subscriptions.contains { matches(topic, $0) }, "\(topic)")
      // What is not retained is no leftover, and an empty message is what deletes it.
      #expect(machine.receive(topic: topic, payload: Array("{}".utf8), retained: false) != .retire(topic))
      #expect(machine.receive(topic: topic, payload: [], retained: true) != .retire(topic))
    }
  }

  @Test("under a former name is nobody's business any more once it was cleared away: another box may have the name")
  func formerName() {
    var machine = machine(.device, formerly: "attic")
    #expect(find("moodbox/attic/availability", by: machine) == .retire("moodbox/attic/availability"))
    _ = machine.introduction()
    for topic in ["moodbox/attic/availability", "homeassistant/device/moodbox_attic/config", "homie/5/attic/$state"] {
      #expect(find(topic, by: machine) == .ignore)
    }
    #expect(find(Self.component, by: machine) == .retire(Self.component))
  }

  @Test("of other boxes and other things is nobody's business", arguments: HubSettings.Discovery.allCases)
  func foreign(discovery: HubSettings.Discovery) {
    let machine = machine(discovery, formerly: "attic")
    for topic in [
      "homeassistant/device/moodbox_cellar/config", "homeassistant/sensor/lamp/emotion/config",
      "homeassistant/device/moodbox_den2/config", "homie/5/den2/$state", "homie/4/den/$state", "moodbox/attic2/mood",
    ] {
      #expect(find(topic, by: machine) == .ignore, "\(topic)")
    }
  }

  @Test("is given up by Home Assistant first, then deleted, and only then announced anew")
  func migration() {
    var machine = machine(.device)
    let (told, introduces) = machine.retire(Self.component)
    // Once is enough for all that are found meanwhile.
    #expect(introduces)
    let migration = Array(#"{"migrate_discovery":true}"#.utf8)
    #expect(told == [Publication(topic: Self.component, payload: migration, retained: false)])
    let introduction = machine.introduction()
    #expect(introduction.map(\.topic) == [Self.component, Self.device])
    #expect(introduction.first == .deletion(of: Self.component))
    #expect(machine.introduction().map(\.topic) == [Self.device])
  }

  @Test(
    "is deleted at once when Home Assistant is to find the box no more",
    arguments: [.homie, .off] as [HubSettings.Discovery])
  func deletion(discovery: HubSettings.Discovery) {
    var machine = machine(discovery)
    #expect(machine.retire(Self.device) == ([.deletion(of: Self.device)], false))
    #expect(machine.introduction().isEmpty)
  }

  @Test("as a Homie device ends with its state")
  func homie() {
    var machine = machine(.device)
    #expect(
      machine.retire("homie/5/den/mood/emotion").told == [
        .deletion(of: "homie/5/den/$state"), .deletion(of: "homie/5/den/mood/emotion"),
      ])
  }
}

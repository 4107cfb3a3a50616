import Domain
import FoundationEssentials
import Testing

@testable import Hub

/// The rules are Home Assistant's: what it requires, and what makes it reject the message.
@Suite("The message to Home Assistant")
struct HomeAssistantDiscoveryTests {
  private let discovery = Self.discovery()

  private static func discovery(_ settings: HubSettings = HubSettings()) -> HomeAssistantDiscovery {
    HomeAssistantDiscovery(
      topics: Topics(BoxID("den")!), info: BoxInfo(version: "0.1.0", board: "desk", networks: [], songs: 0),
      settings: settings)
  }

  private func message(_ discovery: HomeAssistantDiscovery) -> JSONValue {
    (try? JSONValue(parsing: discovery.device.payload, limit: 1 << 20)) ?? .null
  }

  private var message: JSONValue { message(discovery) }

  private var components: [String: JSONValue] {
    guard case .object(let components)? = message["cmps"] else { return [:] }
    return components
  }

  @Test("has at its root only keys that Home Assistant knows")
  func root() {
    #expect(keys(message) == ["dev", "o", "avty_t", "qos", "cmps"])
    #expect(keys(message["dev"]) == ["ids", "name", "mf", "mdl", "sw"])
    #expect(keys(message["o"]) == ["name", "sw"])
    #expect(message["dev"]?["ids"] == ["moodbox_den"])
    #expect(message["avty_t"] == "moodbox/den/availability")
  }

  @Test("gives every component a platform, an identity of its own and an entity name in its domain")
  func identities() throws {
    #expect(components.count == 30)
    #expect(Set(components.values.compactMap { $0["uniq_id"]?.string }).count == components.count)
    for (key, component) in components {
      let platform = try #require(component["p"]?.string)
      #expect(["sensor", "binary_sensor", "event", "number", "select", "switch", "button"].contains(platform))
      #expect(component["uniq_id"] == .string("moodbox_den_\(key)"))
      #expect(component["def_ent_id"] == .string("\(platform).moodbox_\(key)"))
      #expect(component["obj_id"] == nil && component["object_id"] == nil)
    }
  }

  @Test("lists the emotions as options, with neither unit nor state class")
  func enumeration() {
    let emotion = components["emotion"]
    #expect(emotion?["ops"] == .array(Emotion.allCases.map { .string($0.name) }))
    #expect(emotion?["dev_cla"] == "enum")
    #expect(emotion?["unit_of_meas"] == nil && emotion?["stat_cla"] == nil)
  }

  @Test("lists every type of event")
  func eventTypes() {
    #expect(components["events"]?["evt_typ"] == .array(HubEvent.types.map { .string($0) }))
    #expect(components["events"]?["stat_t"] == "moodbox/den/event")
  }

  @Test("sends commands that the box obeys")
  func commands() throws {
    let machine = HubMachine(
      topics: Topics(BoxID("den")!), info: BoxInfo(version: "1", board: "desk", networks: [], songs: 0))
    for (key, component) in components {
      guard let topic = component["cmd_t"]?.string else { continue }
      let payload =
        component["pl_prs"]?.string ?? component["pl_on"]?.string ?? component["ops"]?.array?.last?.string ?? "50"
      guard case .perform = machine.receive(topic: topic, payload: Array(payload.utf8), retained: false) else {
        Issue.record("\(key) says \(payload) on \(topic), which the box does not obey")
        continue
      }
    }
  }

  @Test(
    "offers those listeners that there are, and is told anew when somebody comes or goes, but not to whom it was not told yet"
  )
  func listeners() throws {
    var machine = HubMachine(
      topics: Topics(BoxID("den")!), info: BoxInfo(version: "1", board: "desk", networks: [], songs: 0))
    let now = Moment(uptime: .seconds(1), date: Date(timeIntervalSince1970: 1))
    func options(_ published: [Publication]) throws -> JSONValue? {
      let message = published.last { $0.topic == "homeassistant/device/moodbox_den/config" }
      return try message.map { try JSONValue(parsing: $0.payload, limit: 1 << 20) }?["cmps"]?["listener"]?["ops"]
    }
    let early = machine.announce(.listeners(["Ada"], current: nil), at: now)
    #expect(early.map(\.topic) == ["moodbox/den/listener/state"])
    #expect(try options(machine.introduction()) == ["nobody", "Ada"])
    #expect(
      try options(machine.announce(.listeners(["Ada", "Bob"], current: nil), at: now)) == ["nobody", "Ada", "Bob"])
    let chosen = machine.announce(.listeners(["Ada", "Bob"], current: "Bob"), at: now)
    #expect(chosen.map(\.topic) == ["moodbox/den/listener/state"] && chosen[0].payload == Array("Bob".utf8))
    let gone = machine.announce(.listeners(["Ada"], current: nil), at: now)
    #expect(try options(gone) == ["nobody", "Ada"])
    #expect(gone.last?.payload == Array("nobody".utf8))
  }

  @Test("is retained under the name of the box")
  func publication() {
    #expect(discovery.device.topic == "homeassistant/device/moodbox_den/config")
    #expect(discovery.device.retained && discovery.device.expiry == nil)
  }

  @Test("tells of state that the box publishes, and gives every entity an icon or a class that has one")
  func states() {
    let states: Set = [
      "mood", "player", "privacy/state", "watching/state", "policy/state", "listener/state", "event", "info", "health",
    ]
    for (key, component) in components {
      if let topic = component["stat_t"]?.string {
        #expect(states.contains(String(topic.dropFirst("moodbox/den/".count))), "\(key)")
      }
      let icon = component["ic"]?.string
      #expect(icon?.hasPrefix("mdi:") == true || component["dev_cla"] != nil, "\(key)")
      #expect(component["name"]?.string?.first?.isUppercase == true)
    }
  }

  @Test("describes in one message for each entity the same entities of the same device")
  func single() throws {
    let single = discovery.components
    #expect(single.count == components.count)
    for publication in single {
      let levels = publication.topic.split(separator: "/").map(String.init)
      #expect(levels.count == 5 && levels[0] == "homeassistant" && levels[2] == "moodbox_den" && levels[4] == "config")
      #expect(publication.retained)
      guard case .object(var members) = try JSONValue(parsing: publication.payload, limit: 1 << 20),
        case .object(let component)? = components[levels[3]]
      else {
        Issue.record("\(publication.topic) describes no component of the device")
        continue
      }
      for key in ["dev", "o", "avty_t", "qos"] { #expect(members.removeValue(forKey: key) == message[key]) }
      members["p"] = .string(levels[1])
      #expect(members == component)
    }
  }

  @Test("keeps its identity when the box is named anew, and shows the name that people gave it")
  func names() {
    let named = message(Self.discovery(HubSettings(name: "Kids' Room 2", identity: BoxID("a0b1"))))
    #expect(named["dev"]?["ids"] == ["moodbox_a0b1"] && named["dev"]?["name"] == "Kids' Room 2")
    #expect(named["cmps"]?["emotion"]?["uniq_id"] == "moodbox_a0b1_emotion")
    #expect(named["cmps"]?["emotion"]?["def_ent_id"] == "sensor.kids_room_2_emotion")
    #expect(named["cmps"]?["emotion"]?["stat_t"] == "moodbox/den/mood")
    #expect(HomeAssistantDiscovery.slug("Küche") == "k_che" && HomeAssistantDiscovery.slug("客厅") == "moodbox")
  }

  private func keys(_ value: JSONValue?) -> Set<String> {
    if case .object(let members)? = value { Set(members.keys) } else { [] }
  }
}

import Domain
import Testing

@testable import Hub

/// The rules are Home Assistant's: what it requires, and what makes it reject the message.
@Suite("The message to Home Assistant")
struct HomeAssistantDiscoveryTests {
  private let discovery = HomeAssistantDiscovery(
    topics: Topics(BoxID("den")!), info: BoxInfo(version: "0.1.0", board: "desk", networks: [], songs: 0))

  private var components: [String: JSONValue] {
    guard case .object(let components)? = discovery.message["cmps"] else { return [:] }
    return components
  }

  @Test("has at its root only keys that Home Assistant knows")
  func root() {
    #expect(keys(discovery.message) == ["dev", "o", "avty_t", "qos", "cmps"])
    #expect(keys(discovery.message["dev"]) == ["ids", "name", "mf", "mdl", "sw"])
    #expect(keys(discovery.message["o"]) == ["name", "sw"])
    #expect(discovery.message["dev"]?["ids"] == ["moodbox_den"])
    #expect(discovery.message["avty_t"] == "moodbox/den/availability")
  }

  @Test("gives every component a platform, an identity of its own and an entity name in its domain")
  func identities() throws {
    #expect(components.count == 15)
    #expect(Set(components.values.compactMap { $0["uniq_id"]?.string }).count == components.count)
    for (key, component) in components {
      let platform = try #require(component["p"]?.string)
      #expect(["sensor", "event", "number", "switch", "button"].contains(platform))
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
    #expect(components["events"]?["event_types"] == .array(HubEvent.types.map { .string($0) }))
    #expect(components["events"]?["stat_t"] == "moodbox/den/event")
  }

  @Test("sends commands that the box obeys")
  func commands() throws {
    let machine = HubMachine(
      topics: Topics(BoxID("den")!), info: BoxInfo(version: "1", board: "desk", networks: [], songs: 0))
    for (key, component) in components {
      guard let topic = component["cmd_t"]?.string else { continue }
      let payload = component["pl_prs"]?.string ?? component["pl_on"]?.string ?? "50"
      guard case .perform = machine.receive(topic: topic, payload: Array(payload.utf8), retained: false) else {
        Issue.record("\(key) says \(payload) on \(topic), which the box does not obey")
        continue
      }
    }
  }

  @Test("is retained under the name of the box")
  func publication() {
    let publication = discovery.publication
    #expect(publication.topic == "homeassistant/device/moodbox_den/config")
    #expect(publication.retained && publication.expiry == nil)
    #expect(publication.payload == discovery.message.bytes)
  }

  private func keys(_ value: JSONValue?) -> Set<String> {
    if case .object(let members)? = value { Set(members.keys) } else { [] }
  }
}

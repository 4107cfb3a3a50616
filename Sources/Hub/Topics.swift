/// Where the box's messages go, and which messages it listens to.
package struct Topics: Equatable, Sendable {
  package let box: BoxID

  package init(_ box: BoxID) { self.box = box }

  /// `online` or `offline`: retained, and the last will.
  package var availability: String { self["availability"] }
  package func response(_ verb: String) -> String { self["response/" + verb] }
  /// Beside the answer's topic, where exactly one message follows each request.
  package func progress(_ verb: String) -> String { self["progress/" + verb] }
  package func set(_ entity: Entity) -> String { self["\(entity.rawValue)/set"] }

  /// Where Home Assistant says `online` after a start.
  package static let homeAssistantStatus = "homeassistant/status"
  /// The one retained message by which Home Assistant finds the box.
  package var homeAssistantDevice: String { "homeassistant/device/moodbox_\(box)/config" }
  /// The retained message by which hubs find one of its entities.
  package func homeAssistantComponent(_ platform: String, _ key: String) -> String {
    "homeassistant/\(platform)/moodbox_\(box)/\(key)/config"
  }
  /// The root of the box as a Homie device.
  package var homie: String { "homie/5/\(box)" }

  /// A name below the box's own root.
  package subscript(name: String) -> String { "moodbox/\(box)/\(name)" }

  /// What the box subscribes to for its own sake; `+` stands for one level.
  package var subscriptions: [String] { [self["request/+"], self["+/set"]] }

  /// Where the box has announced itself, by whichever convention.
  var announcements: [String] {
    [homeAssistantDevice, homeAssistantComponent("+", "+"), homie + "/#"]
  }

  /// Whether a topic is one of the ``announcements`` to Home Assistant.
  func isHomeAssistant(_ topic: String) -> Bool {
    let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
    return topic == homeAssistantDevice
      || levels.count == 5 && levels[0] == "homeassistant" && levels[2] == "moodbox_\(box)" && levels[4] == "config"
  }

  /// What an incoming topic is for; nil when it is not for this box.
  func destination(of topic: String) -> Destination? {
    if topic == Self.homeAssistantStatus { return .homeAssistantStatus }
    let root = self[""]
    // A longer verb than this is none of ours, and its answer's topic might be too long for MQTT.
    guard topic.hasPrefix(root), topic.utf8.count <= 256 else { return nil }
    let levels = topic.dropFirst(root.count).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return switch (levels.first, levels.last, levels.count) {
    case ("request", let verb?, 2) where !verb.isEmpty: .request(verb: verb)
    case (let entity?, "set", 2): .set(entity: entity)
    default: nil
    }
  }

  enum Destination: Equatable {
    case request(verb: String)
    case set(entity: String)
    case homeAssistantStatus
  }
}

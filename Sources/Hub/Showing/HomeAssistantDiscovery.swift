import Domain

/// The messages that make the box a device of Home Assistant and of whoever else reads its discovery.
///
/// Keys are abbreviated as Home Assistant's documentation lists them. It rejects the whole message for an unknown key at
/// the root, in `dev` or in `o`. Both forms describe the same entities under the same identities, so that one can be
/// replaced by the other.
struct HomeAssistantDiscovery {
  private let topics: Topics
  private let info: BoxInfo
  private let settings: HubSettings
  private let listeners: [String]

  init(topics: Topics, info: BoxInfo, settings: HubSettings = HubSettings(), listeners: [String] = []) {
    self.topics = topics
    self.info = info
    self.settings = settings
    self.listeners = listeners
  }

  /// What is published for the form that the settings ask for; nothing for another convention.
  var publications: [Publication] {
    switch settings.discovery {
    case .device: [device]
    case .components: components
    case .homie, .off: []
    }
  }

  /// One message for the whole device (Home Assistant 2024.12 and later). Retained, so that a Home Assistant that starts
  /// later finds it too.
  var device: Publication {
    let message: JSONValue = [
      "dev": description, "o": origin, "avty_t": .string(topics.availability), "qos": 1,
      "cmps": .object(
        Dictionary(
          uniqueKeysWithValues: entities.map {
            ($0.key, .object(members($0).merging(["p": .string($0.platform)]) { $1 }))
          })),
    ]
    return Publication(topic: topics.homeAssistantDevice, payload: message.bytes, retained: true)
  }

  /// A message for each entity: what openHAB reads, and older versions of Home Assistant.
  var components: [Publication] {
    entities.map { entity in
      let shared: [String: JSONValue] = [
        "dev": description, "o": origin, "avty_t": .string(topics.availability), "qos": 1,
      ]
      return Publication(
        topic: topics.homeAssistantComponent(entity.platform, entity.key),
        payload: JSONValue.object(members(entity).merging(shared) { $1 }).bytes, retained: true)
    }
  }

  private var entities: [HomeAssistantEntity] {
    HomeAssistantEntity.all(topics: topics, moodExpiry: settings.moodExpiry, listeners: listeners)
  }

  private var description: JSONValue {
    [
      "ids": [.string(identity)], "name": .string(settings.name), "mf": "Moodbox", "mdl": .string(info.board),
      "sw": .string(info.version),
    ]
  }

  private var origin: JSONValue { ["name": "moodbox", "sw": .string(info.version)] }

  /// Stays the same when the box gets another name in its topics, so that Home Assistant knows it again.
  private var identity: String { "moodbox_\(settings.identity ?? topics.box)" }

  private func members(_ entity: HomeAssistantEntity) -> [String: JSONValue] {
    entity.members.merging([
      "uniq_id": .string("\(identity)_\(entity.key)"),
      "def_ent_id": .string("\(entity.platform).\(Self.slug(settings.name))_\(entity.key)"),
    ]) { $1 }
  }

  /// A name as Home Assistant writes it in the names of entities: `a-z`, `0-9` and single underscores between them.
  static func slug(_ name: String) -> String {
    let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.isEmpty ? "moodbox" : words.joined(separator: "_")
  }
}

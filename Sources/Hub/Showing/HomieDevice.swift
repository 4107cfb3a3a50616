import Domain

/// The box as a device of the Homie convention, version 5 (homieiot.github.io).
///
/// Its properties mirror the box's own topics; `$state` takes the place of `availability`, since a connection has only
/// one last will.
struct HomieDevice: Sendable {
  private let root: String
  private let name: String
  private let retainsMood: Bool
  private let moodExpiry: Duration
  /// The values of retained properties, by their paths, as they were told last.
  private var values: [String: String] = [:]

  init(topics: Topics, settings: HubSettings) {
    root = topics.homie
    name = settings.name
    retainsMood = settings.retainsMood
    moodExpiry = settings.moodExpiry
    for property in properties where property.isRetained { values[property.path] = Self.beginning(property) }
  }

  /// What the broker says for the box when the box can no longer speak.
  var will: Publication { state("lost") }
  var farewell: Publication { state("disconnected") }
  var subscriptions: [String] { [root + "/+/+/set"] }

  /// Everything, in the order that the convention demands. `moodRest` is how long the mood still counts; nil forgets it.
  mutating func greeting(moodRest: Duration?) -> [Publication] {
    if moodRest == nil { _ = tell(.mood(nil)) }
    let document = description
    return [state("init"), Publication(topic: root + "/$description", payload: document.bytes, retained: true)]
      + properties.filter(\.isRetained).compactMap { publication($0, moodExpiry: moodRest ?? moodExpiry) }
      + [state("ready")]
  }

  /// What a bulletin changes.
  mutating func tell(_ bulletin: Bulletin) -> [Publication] {
    var changed: [String: String] = [:]
    switch bulletin {
    case .event(let event): return [momentary("box/event", event.type)]
    case .mood(let mood):
      changed["mood/emotion"] = mood?.emotion.name ?? HomieProperty.noEmotion
      changed["mood/confidence"] = number(mood.map { $0.confidence * 100 } ?? 0)
      changed["mood/valence"] = number(mood?.valence ?? 0)
      changed["mood/arousal"] = number(mood?.arousal ?? 0)
      values.merge(changed) { $1 }
      // The broker forgets moods, so the same one is told anew.
      return properties.filter { $0.node == "mood" }.compactMap { publication($0, moodExpiry: moodExpiry) }
    case .player(let status):
      changed["player/state"] = status.state.rawValue
      changed["player/title"] = status.track?.title ?? ""
      changed["player/artist"] = status.track?.artist ?? ""
      changed["player/volume"] = "\(status.volume)"
      changed["player/mute"] = "\(status.muted)"
    case .privacy(let on): changed["box/privacy"] = "\(on)"
    case .watching(let on): changed["box/watching"] = "\(on)"
    case .policy(let policy): changed["player/policy"] = policy.rawValue
    case .listeners(_, let current): changed["player/listener"] = current ?? Request.nobody
    case .info(let info):
      changed["box/version"] = info.version
      changed["box/songs"] = "\(info.songs)"
    case .health(let health): changed["box/healthy"] = "\(health.faults.isEmpty && health.throttled != true)"
    }
    let news = changed.filter { values[$0.key] != $0.value }
    values.merge(news) { $1 }
    return properties.filter { news[$0.path] != nil }.compactMap { publication($0, moodExpiry: moodExpiry) }
  }

  /// The true value of what a controller has tried to set.
  func value(of entity: Entity) -> [Publication] {
    properties.filter { $0.entity == entity }.compactMap { publication($0, moodExpiry: moodExpiry) }
  }

  /// What is told when a button was pressed: the convention wants every value that was set reflected.
  func reflection(of request: Request, by entity: Entity) -> [Publication] {
    let word: String
    if case .play(let emotion) = request { word = emotion?.name ?? "default" } else { word = "press" }
    return properties.filter { $0.entity == entity && !$0.isRetained }.map { momentary($0.path, word) }
  }

  /// What setting that topic means; nil when it is no property of ours.
  func entity(settableBy topic: String) -> Entity? {
    properties.first { $0.entity != nil && topic == "\(root)/\($0.path)/set" }?.entity
  }

  private var properties: [HomieProperty] {
    if retainsMood { return HomieProperty.all }
    return HomieProperty.all.map { property in
      var property = property
      if property.node == "mood" { property.isRetained = false }
      return property
    }
  }

  /// The convention's description document. Its version must change with it: a hash of everything else does.
  private var description: JSONValue {
    var nodes: [String: JSONValue] = [:]
    for (node, name) in HomieProperty.nodes {
      let properties = properties.filter { $0.node == node }.map { ($0.id, $0.description) }
      nodes[node] = ["name": .string(name), "properties": .object(Dictionary(uniqueKeysWithValues: properties))]
    }
    var document: [String: JSONValue] = ["homie": "5.0", "name": .string(name), "nodes": .object(nodes)]
    // FNV-1a (32 bit), which every JSON number holds exactly.
    let hash = JSONValue.object(document).bytes.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    document["version"] = .number(Double(hash))
    return .object(document)
  }

  /// A retained property must have a value from the beginning.
  private static func beginning(_ property: HomieProperty) -> String {
    switch property.datatype {
    case "boolean": property.id == "healthy" ? "true" : "false"
    case "enum": property.format?.split(separator: ",").first.map(String.init) ?? ""
    case "string": ""
    default: "0"
    }
  }

  private func state(_ word: String) -> Publication {
    Publication(topic: root + "/$state", payload: Array(word.utf8), retained: true)
  }

  /// Nil for what has no value, because it only happens.
  private func publication(_ property: HomieProperty, moodExpiry: Duration) -> Publication? {
    let isMood = property.node == "mood"
    guard let value = values[property.path] else { return nil }
    let isNoMood = isMood && values["mood/emotion"] == HomieProperty.noEmotion
    return Publication(
      topic: "\(root)/\(property.path)", payload: Self.payload(value), retained: property.isRetained,
      expiry: isMood && !isNoMood && property.isRetained ? moodExpiry : nil,
      quality: property.isRetained ? 1 : 0)
  }

  /// Told at most once: late or twice it would be wrong.
  private func momentary(_ path: String, _ value: String) -> Publication {
    Publication(topic: "\(root)/\(path)", payload: Self.payload(value), retained: false, quality: 0)
  }

  /// An empty MQTT payload would delete the topic: the convention writes an empty string as one zero byte.
  private static func payload(_ value: String) -> [UInt8] { value.isEmpty ? [0] : Array(value.utf8) }

  private func number(_ value: Float) -> String { JSONValue.rounded(value).text }
}

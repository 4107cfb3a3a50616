import Domain

/// One value that the box shows to Homie controllers, with what its description says of it.
struct HomieProperty: Equatable {
  let node: String
  let id: String
  let name: String
  /// `integer`, `float`, `boolean`, `string` or `enum`.
  let datatype: String
  var format: String?
  var unit: String?
  var isRetained = true
  /// What a controller that sets it asks of the box; nil when it cannot be set.
  var entity: Entity?

  var path: String { "\(node)/\(id)" }

  var description: JSONValue {
    var members: [String: JSONValue] = ["name": .string(name), "datatype": .string(datatype)]
    if let format { members["format"] = .string(format) }
    if let unit { members["unit"] = .string(unit) }
    if entity != nil { members["settable"] = true }
    if !isRetained { members["retained"] = false }
    return .object(members)
  }

  /// Nodes by their names for people.
  static let nodes = ["mood": "Mood", "player": "Player", "button": "Buttons", "box": "Box"]

  /// What a mood is when there is none.
  static let noEmotion = "unknown"

  static let all: [HomieProperty] = {
    let emotions = Emotion.allCases.map(\.name)
    var all = [
      HomieProperty(
        node: "mood", id: "emotion", name: "Emotion", datatype: "enum",
        format: ([noEmotion] + emotions).joined(separator: ",")),
      HomieProperty(
        node: "mood", id: "confidence", name: "Confidence", datatype: "float", format: "0:100", unit: "%"),
      HomieProperty(node: "mood", id: "valence", name: "Valence", datatype: "float", format: "-1:1"),
      HomieProperty(node: "mood", id: "arousal", name: "Arousal", datatype: "float", format: "-1:1"),
      HomieProperty(
        node: "player", id: "state", name: "State", datatype: "enum", format: "stopped,playing,paused"),
      HomieProperty(node: "player", id: "title", name: "Title", datatype: "string"),
      HomieProperty(node: "player", id: "artist", name: "Artist", datatype: "string"),
      HomieProperty(
        node: "player", id: "volume", name: "Volume", datatype: "integer", format: "0:100", unit: "%", entity: .volume),
      HomieProperty(node: "player", id: "mute", name: "Mute", datatype: "boolean", entity: .mute),
      HomieProperty(
        node: "player", id: "policy", name: "Policy", datatype: "enum",
        format: MusicPolicy.allCases.map(\.rawValue).joined(separator: ","), entity: .policy),
      HomieProperty(node: "player", id: "listener", name: "Listener", datatype: "string", entity: .listener),
      HomieProperty(
        node: "button", id: "play", name: "Play", datatype: "enum",
        format: (["default"] + emotions).joined(separator: ","), isRetained: false, entity: .play),
    ]
    for (entity, name) in [
      (Entity.look, "Look"), (.next, "Next"), (.previous, "Previous"), (.pause, "Pause"), (.resume, "Resume"),
      (.stop, "Stop"), (.like, "Like"), (.dislike, "Dislike"),
    ] {
      all.append(
        HomieProperty(
          node: "button", id: entity.rawValue, name: name, datatype: "enum", format: "press", isRetained: false,
          entity: entity))
    }
    return all + [
      HomieProperty(
        node: "box", id: "privacy", name: "Privacy", datatype: "boolean", format: "off,on", entity: .privacy),
      HomieProperty(
        node: "box", id: "watching", name: "Watching", datatype: "boolean", format: "off,on", entity: .watching),
      HomieProperty(
        node: "box", id: "event", name: "Event", datatype: "enum", format: HubEvent.types.joined(separator: ","),
        isRetained: false),
      HomieProperty(node: "box", id: "healthy", name: "Healthy", datatype: "boolean"),
      HomieProperty(node: "box", id: "version", name: "Version", datatype: "string"),
      HomieProperty(node: "box", id: "songs", name: "Songs", datatype: "integer", format: "0:", unit: "#"),
    ]
  }()
}

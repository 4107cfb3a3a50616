import Domain

/// What the box tells whoever listens, through every door in the same words.
package enum Bulletin: Equatable, Sendable {
  case event(HubEvent)
  /// Nil when it is forgotten.
  case mood(Mood?)
  case player(PlayerStatus)
  /// Whether privacy is on.
  case privacy(Bool)
  /// Whether the box looks from time to time without being asked.
  case watching(Bool)
  case policy(MusicPolicy)
  /// Everybody whom the box knows, by name, and for whom it plays; nil is nobody in particular.
  case listeners([String], current: String?)
  case info(BoxInfo)
  case health(BoxHealth)

  /// What is true with it, and need not be told apart: when privacy goes on, the mood is forgotten.
  package var consequences: [Bulletin] {
    switch self {
    case .event(.privacyOn): [.privacy(true)]
    case .event(.privacyOff): [.privacy(false)]
    case .privacy(true): [.mood(nil)]
    case .event, .mood, .player, .privacy, .watching, .policy, .listeners, .info, .health: []
    }
  }

  static let eventName = "event"

  /// Its topic below the box's root.
  package var name: String {
    switch self {
    case .event: Self.eventName
    case .mood: "mood"
    case .player: "player"
    case .privacy: "privacy/state"
    case .watching: "watching/state"
    case .policy: "policy/state"
    case .listeners: "listener/state"
    case .info: "info"
    case .health: "health"
    }
  }

  package func payload(at now: Moment) -> JSONValue {
    switch self {
    case .event(let event):
      .object(event.details.merging(["event_type": .string(event.type), "at": .date(now.date)]) { $1 })
    case .mood(let mood?):
      .object(mood.members.merging(["because": .string(mood.because), "at": .date(now.date)]) { $1 })
    case .mood(nil): .null
    case .player(let status): status.json(at: now)
    case .privacy(let on), .watching(let on): .string(on ? "on" : "off")
    case .policy(let policy): .string(policy.rawValue)
    case .listeners(_, let current): .string(current ?? Request.nobody)
    case .info(let info): info.json
    case .health(let health): health.json
    }
  }

  /// The payload as MQTT carries it: words stand without quotation marks, and null is empty.
  func plainBytes(at now: Moment) -> [UInt8] {
    switch payload(at: now) {
    case .null: return []
    case .string(let word): return Array(word.utf8)
    case .object(var members):
      // The broker keeps the player's state when the mood is long forgotten, and why a song was chosen tells the mood.
      if case .player = self { members["because"] = nil }
      return JSONValue.object(members).bytes
    case let payload: return payload.bytes
    }
  }
}

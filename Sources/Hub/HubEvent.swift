import Domain

/// Something that happened once: told when it happens, and never again.
package enum HubEvent: Equatable, Sendable {
  case detected(Mood)
  case noFace
  case notSure(EmotionScores)
  case cancelled
  case privacyOn
  case privacyOff
  case trackStarted(Track, because: String)
  case trackEnded(Track)
  /// A part of the box, such as `camera`, stopped working, with the reason in words.
  case fault(part: String, reason: String)
  case recovered(part: String)
  /// Songs came, went or changed; `songs` is how many there are now.
  case songsChanged(added: Int, changed: Int, missing: Int, songs: Int)

  /// Every `event_type`, in the order in which hubs show them.
  package static let types = [
    "detected", "no_face", "not_sure", "cancelled", "privacy_on", "privacy_off", "track_started", "track_ended",
    "fault", "recovered", "songs_changed",
  ]

  package var type: String {
    switch self {
    case .detected: "detected"
    case .noFace: "no_face"
    case .notSure: "not_sure"
    case .cancelled: "cancelled"
    case .privacyOn: "privacy_on"
    case .privacyOff: "privacy_off"
    case .trackStarted: "track_started"
    case .trackEnded: "track_ended"
    case .fault: "fault"
    case .recovered: "recovered"
    case .songsChanged: "songs_changed"
    }
  }

  /// What belongs to it beside its type and time.
  var details: [String: JSONValue] {
    switch self {
    case .noFace, .cancelled, .privacyOn, .privacyOff: [:]
    case .detected(let mood): mood.members
    case .notSure(let scores): ["scores": scores.json]
    case .trackStarted(let track, let because): ["track": track.json, "because": .string(because)]
    case .trackEnded(let track): ["track": track.json]
    case .fault(let part, let reason): ["part": .string(part), "reason": .string(reason)]
    case .recovered(let part): ["part": .string(part)]
    case .songsChanged(let added, let changed, let missing, let songs):
      [
        "added": .number(Double(added)), "changed": .number(Double(changed)), "missing": .number(Double(missing)),
        "songs": .number(Double(songs)),
      ]
    }
  }
}

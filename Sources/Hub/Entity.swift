import Domain

/// What hubs set with one plain word or number on `<entity>/set`, without answer: the state topics tell what became of it.
package enum Entity: String, CaseIterable, Sendable {
  case look, play, next, previous, pause, resume, stop, volume, mute, privacy, watching, like, dislike, policy, listener

  /// The topic below the box's root that tells its state; nil for buttons.
  package var state: String? {
    switch self {
    case .look, .play, .next, .previous, .pause, .resume, .stop, .like, .dislike: nil
    case .volume, .mute: "player"
    case .privacy: "privacy/state"
    case .watching: "watching/state"
    case .policy: "policy/state"
    case .listener: "listener/state"
    }
  }

  /// Reads a plain value in any case of letters: `press`, `on`, `1` or `true` for buttons, a whole number 0…100 for the volume,
  /// `on` or `off` for mute and watching, `on` alone for privacy, an emotion or `default` for play, a
  /// policy, a listener's name. Nil for everything else: nobody
  /// would read an error.
  ///
  /// Empty payloads are never commands: that is how a retained message is deleted, and those who listen see it.
  func request(_ payload: [UInt8]) -> Request? {
    guard payload.count <= 128 else { return nil }
    let word = String(decoding: payload, as: UTF8.self).lowercased()
    let pressed = ["press", "on", "1", "true"].contains(word)
    switch self {
    case .look: return pressed ? .look : nil
    case .next: return pressed ? .next : nil
    case .previous: return pressed ? .previous : nil
    case .pause: return pressed ? .pause : nil
    case .resume: return pressed ? .resume : nil
    case .stop: return pressed ? .stop : nil
    case .play: return word == "default" || pressed ? .play(nil) : Emotion(name: word).map { .play($0) }
    case .like: return pressed ? .like : nil
    case .dislike: return pressed ? .dislike : nil
    case .policy: return MusicPolicy(rawValue: word).map { .policy($0) }
    case .listener: return .listener(word == Request.nobody ? nil : String(decoding: payload, as: UTF8.self))
    case .volume:
      // Hubs that know only floating-point numbers write 40.0.
      guard let number = Double(word), let volume = Int(exactly: number), Request.volumeRange.contains(volume) else {
        return nil
      }
      return .volume(volume)
    case .mute: return Self.isOn(word).map { .mute($0) }
    case .watching: return Self.isOn(word).map { .watching($0) }
    // A network never turns privacy off: "off" is no command here.
    case .privacy: return pressed && word != "press" ? .privacy(true) : nil
    }
  }

  private static func isOn(_ word: String) -> Bool? {
    switch word {
    case "on", "1", "true": true
    case "off", "0", "false": false
    default: nil
    }
  }
}

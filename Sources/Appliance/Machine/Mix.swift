import Domain

/// What kind of music plays: songs are chosen for it, and chosen again when they have run out.
package enum Mix: Equatable, Sendable {
  /// For the person who was looked at.
  case mood(Mood)
  /// For a mood that somebody asked for.
  case emotion(Emotion)
  /// The owner's default.
  case standard

  package var emotion: Emotion? {
    switch self {
    case .mood(let mood): mood.emotion
    case .emotion(let emotion): emotion
    case .standard: nil
    }
  }
}

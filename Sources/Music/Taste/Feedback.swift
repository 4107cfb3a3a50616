import Domain

/// What a listener made of a song: said, or shown by what they did.
package struct Feedback: Equatable, Sendable {
  package enum Kind: String, CaseIterable, Sendable { case liked, disliked, skipped, finished }

  package let kind: Kind
  /// How much of the song had been heard by then, 0…1.
  package let heard: Float
  /// The song's catalog row.
  package let track: Int64
  /// Nil when nobody has analysed it.
  package let features: AudioFeatures?
  package let genre: String
  /// The mood for which it was chosen; nil for none.
  package let mood: EmotionScores?
  /// In seconds since 1970.
  package let time: Double

  package init(
    _ kind: Kind, heard: Float = 1, track: Int64, features: AudioFeatures?, genre: String, mood: EmotionScores?,
    time: Double
  ) {
    self.kind = kind
    self.heard = heard.isFinite ? min(max(heard, 0), 1) : 0
    self.track = track
    self.features = features
    self.genre = genre
    self.mood = mood
    self.time = time
  }

  /// What it says about the song, −1…1, and how much it is worth beside others.
  ///
  /// Words count double. A skip says more the earlier it comes; a song that was left near its end was not minded. A song
  /// that was heard out may only not have been noticed.
  var evidence: (rating: Double, weight: Double) {
    let rest = 1 - Double(heard)
    return switch kind {
    case .liked: (1, 2)
    case .disliked: (-1, 2)
    case .skipped: (-0.8 * rest, 0.3 + 0.7 * rest)
    case .finished: (0.6, 0.7)
    }
  }
}

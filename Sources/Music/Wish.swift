import Domain

/// What music is wanted, for whom, and what was played before.
package struct Wish: Sendable {
  package enum Occasion: Equatable, Sendable {
    /// The mood of a face that was looked at.
    case seen(Mood)
    /// A mood that somebody named.
    case asked(Mood)
    /// No mood at all: a varied mix.
    case none

    package var mood: Mood? {
      switch self {
      case .seen(let mood), .asked(let mood): mood
      case .none: nil
      }
    }
  }

  package var occasion: Occasion
  /// How many songs at most; fewer when the library holds fewer.
  package var count: Int
  package var policy = MusicPolicy.match
  /// Where `lift` leads.
  package var goal = Emotion.happy
  /// What was played lately; of a song the latest play counts.
  package var plays: [PastPlay] = []
  /// After this time a song that was played has 1/e of its staleness left.
  package var freshness: Duration = .seconds(8 * 3600)
  /// Of the listener; nil when nobody is known.
  package var taste: Taste?
  /// Decides between songs that fit equally well, and what a taste tries.
  package var seed: UInt64 = 0
  /// Whether a taste tries what is uncertain, as it does to learn, or says what it believes.
  package var explores = true

  package init(_ occasion: Occasion, count: Int) {
    self.occasion = occasion
    self.count = count
  }
}

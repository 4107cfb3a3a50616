import Domain
import Mood
import Music

extension Track {
  /// A song of the test library.
  static func song(_ id: Int64, by artist: String = "", _ features: AudioFeatures?) -> Track {
    Track(id: id, path: "\(id).flac", title: "Song \(id)", artist: artist, duration: .seconds(180), features: features)
  }
}

extension AudioFeatures {
  static let dance = AudioFeatures(tempo: 126, energy: 0.75, valence: 0.85, key: 0, mode: .major, loudness: -9)
  static let lament = AudioFeatures(tempo: 88, energy: 0.30, valence: 0.22, key: 9, mode: .minor, loudness: -11)
  static let storm = AudioFeatures(tempo: 145, energy: 0.95, valence: 0.45, key: 4, mode: .minor, loudness: -5)
  static let drift = AudioFeatures(tempo: 92, energy: 0.25, valence: 0.30, key: 2, mode: .minor, loudness: -21)
  static let hearth = AudioFeatures(tempo: 82, energy: 0.32, valence: 0.66, key: 5, mode: .major, loudness: -15)
  static let lullaby = AudioFeatures(tempo: 64, energy: 0.12, valence: 0.55, key: 7, mode: .major, loudness: -20)
  static let stroll = AudioFeatures(tempo: 108, energy: 0.50, valence: 0.80, key: 10, mode: .major, loudness: -12)
}

extension Mood {
  init(_ weights: [Emotion: Float]) {
    let scores = EmotionScores(weights: Emotion.allCases.map { weights[$0] ?? 0 })
    self.init(
      emotion: scores.strongest, confidence: scores[scores.strongest], valence: 0, arousal: 0, scores: scores)
  }
}

extension Recommender {
  /// Songs for nothing but an emotion, by the rules alone.
  func songs(for emotion: Emotion, count: Int, seed: UInt64 = 0) -> [Recommendation] {
    var wish = Wish(.asked(Mood(certainly: emotion)), count: count)
    wish.seed = seed
    return recommendations(for: wish)
  }
}

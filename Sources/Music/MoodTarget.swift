import Domain

/// The music that an emotion asks for.
///
/// Happy, sad, neutral and surprise are matched, as people choose for themselves; each has its own place on the plane of
/// energy and valence (Thayer, The Biopsychology of Mood and Arousal, 1989, after Russell 1980). For anger, fear and
/// disgust more of the same does no good: venting feeds anger (Bushman 2002), while slow and soft music lowers arousal
/// (Bernardi, Porta and Sleight 2006). The box answers those with music that leads away from them.
///
/// | emotion | tempo | energy | valence | loudness | mode | to |
/// |---|---|---|---|---|---|---|
/// | angry | 80 | 0.30 | 0.60 | −17 | major | settle |
/// | disgust | 106 | 0.45 | 0.80 | −14 | major | distract kindly |
/// | fear | 62 | 0.10 | 0.50 | −23 | major | reassure |
/// | happy | 128 | 0.70 | 0.85 | −9 | major | match |
/// | sad | 100 | 0.32 | 0.28 | −10 | minor | match |
/// | surprise | 145 | 0.92 | 0.50 | −5 | either | match |
/// | neutral | 90 | 0.30 | 0.20 | −20 | either | stay out of the way |
///
/// The figures of the four that are matched were tuned by hand on one half of the artists of a set of songs that people
/// labelled (see ``RecommenderEvaluation``), and stand rounded; those of the other three are a decision.
struct MoodTarget: Sendable {
  let vector: FeatureVector
  /// What such a song does for the mood: the end of a sentence about it.
  let purpose: String

  init(for emotion: Emotion) {
    switch emotion {
    case .angry:
      vector = FeatureVector(tempo: 80, energy: 0.30, valence: 0.60, loudness: -17, mode: 1)
      purpose = "which helps an angry mood settle"
    case .disgust:
      vector = FeatureVector(tempo: 106, energy: 0.45, valence: 0.80, loudness: -14, mode: 1)
      purpose = "which takes the mind off what disgusts"
    case .fear:
      vector = FeatureVector(tempo: 62, energy: 0.10, valence: 0.50, loudness: -23, mode: 1)
      purpose = "which reassures a fearful mood"
    case .happy:
      vector = FeatureVector(tempo: 128, energy: 0.70, valence: 0.85, loudness: -9, mode: 1)
      purpose = "which suits a happy mood"
    case .sad:
      vector = FeatureVector(tempo: 100, energy: 0.32, valence: 0.28, loudness: -10, mode: -1)
      purpose = "which keeps a sad mood company"
    case .surprise:
      vector = FeatureVector(tempo: 145, energy: 0.92, valence: 0.50, loudness: -5, mode: 0)
      purpose = "which goes with a mood of surprise"
    case .neutral:
      vector = FeatureVector(tempo: 90, energy: 0.30, valence: 0.20, loudness: -20, mode: 0)
      purpose = "which suits a neutral mood"
    }
  }

  private static let all = Emotion.allCases.map { MoodTarget(for: $0) }

  /// What a mood of mixed emotions asks for: the mean of their targets, each weighted by the square of its probability. A
  /// leading emotion decides, and two that are about as probable meet in the middle.
  static func vector(for scores: EmotionScores) -> FeatureVector {
    let squares = scores.probabilities.map { $0 * $0 }
    let sum = squares.reduce(0, +)
    return FeatureVector(mean: zip(squares, all).map { (weight: $0 / sum, vector: $1.vector) })
  }
}

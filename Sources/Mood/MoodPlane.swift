import Domain

/// The plane of affect: how pleasant and how excited each emotion is.
///
/// The coordinates are the mean pleasure and arousal ratings of the words angry, disgusted, fearful, happy, sad and
/// surprised in Table 4 of Russell and Mehrabian, "Evidence for a three-factor theory of emotions", Journal of Research
/// in Personality 11 (1977), 273–294, as later work reproduces them; their scales run from −1 to 1. Neutral is the
/// origin by definition.
package enum MoodPlane {
  /// Pleasure, unpleasant −1 … pleasant 1.
  package static func valence(of emotion: Emotion) -> Float {
    switch emotion {
    case .angry: -0.51
    case .disgust: -0.60
    case .fear: -0.64
    case .happy: 0.81
    case .sad: -0.63
    case .surprise: 0.40
    case .neutral: 0
    }
  }

  /// Arousal, calm −1 … excited 1.
  package static func arousal(of emotion: Emotion) -> Float {
    switch emotion {
    case .angry: 0.59
    case .disgust: 0.35
    case .fear: 0.60
    case .happy: 0.51
    case .sad: -0.27
    case .surprise: 0.67
    case .neutral: 0
    }
  }

  /// The expected valence under the scores, −1…1.
  package static func valence(of scores: EmotionScores) -> Float {
    Emotion.allCases.reduce(0) { $0 + scores[$1] * valence(of: $1) }
  }

  /// The expected arousal under the scores, −1…1.
  package static func arousal(of scores: EmotionScores) -> Float {
    Emotion.allCases.reduce(0) { $0 + scores[$1] * arousal(of: $1) }
  }
}

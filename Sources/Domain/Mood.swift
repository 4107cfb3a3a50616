/// What the box believes about the person in front of it.
package struct Mood: Equatable, Sendable {
  package let emotion: Emotion
  /// Calibrated probability that `emotion` is right, 0…1.
  package let confidence: Float
  /// Unpleasant −1 … pleasant 1, after Russell's circumplex model of affect (1980).
  package let valence: Float
  /// Calm −1 … excited 1.
  package let arousal: Float
  package let scores: EmotionScores

  package init(emotion: Emotion, confidence: Float, valence: Float, arousal: Float, scores: EmotionScores) {
    self.emotion = emotion
    self.confidence = confidence
    self.valence = valence
    self.arousal = arousal
    self.scores = scores
  }
}

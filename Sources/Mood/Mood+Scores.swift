import Domain

extension Mood {
  /// The mood that scores speak for: the strongest emotion, as sure as its probability, where ``MoodPlane`` puts it.
  package init(_ scores: EmotionScores) {
    self.init(
      emotion: scores.strongest, confidence: scores[scores.strongest], valence: MoodPlane.valence(of: scores),
      arousal: MoodPlane.arousal(of: scores), scores: scores)
  }

  /// The mood that is nothing but `emotion`.
  package init(certainly emotion: Emotion) {
    self.init(EmotionScores(weights: Emotion.allCases.map { $0 == emotion ? 1 : 0 }))
  }
}

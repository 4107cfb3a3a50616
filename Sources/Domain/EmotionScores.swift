/// A probability for each of the seven emotions: each 0…1, together 1.
package struct EmotionScores: Equatable, Sendable {
  /// In the order of ``Emotion``.
  package let probabilities: [Float]

  /// Every emotion equally likely: what is known before anything was seen.
  package static let uniform = EmotionScores(weights: Array(repeating: 1, count: Emotion.allCases.count))

  /// Scales seven non-negative weights so that they add up to 1. Weights that are not finite count as 0;
  /// when nothing is left the scores are uniform.
  package init(weights: [Float]) {
    precondition(weights.count == Emotion.allCases.count, "one weight for each emotion")
    let usable = weights.map { $0.isFinite && $0 > 0 ? $0 : 0 }
    let sum = usable.reduce(0, +)
    probabilities =
      sum > 0 && sum.isFinite
      ? usable.map { $0 / sum } : usable.map { _ in 1 / Float(Emotion.allCases.count) }
  }

  package subscript(emotion: Emotion) -> Float { probabilities[emotion.rawValue] }

  /// The most probable emotion; of equals, the first in order.
  package var strongest: Emotion {
    Emotion.allCases.max { self[$0] < self[$1] || (self[$0] == self[$1] && $0.rawValue > $1.rawValue) }!
  }
}

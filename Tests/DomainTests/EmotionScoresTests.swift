import Domain
import Testing

@Suite("Emotion scores")
struct EmotionScoresTests {
  @Test("add up to one whatever the weights were")
  func normalises() {
    let scores = EmotionScores(weights: [1, 2, 3, 4, 5, 6, 7])
    #expect(abs(scores.probabilities.reduce(0, +) - 1) < 1e-6)
    #expect(scores.strongest == .neutral)
  }

  @Test("are uniform when nothing usable was given", arguments: [Float.nan, .infinity, 0, -1])
  func survivesNonsense(weight: Float) {
    #expect(EmotionScores(weights: Array(repeating: weight, count: 7)) == .uniform)
  }

  @Test("name the first of equally strong emotions")
  func breaksTies() {
    #expect(EmotionScores.uniform.strongest == .angry)
  }
}

import Domain

/// How often the whole way from a picture to a mood ends well: find the face, read it, and be sure enough.
package struct ChainEvaluation: Equatable, Sendable {
  /// Pictures, and how many of them had a face that was found.
  package private(set) var pictures = 0
  package private(set) var found = 0
  /// All faces found, however sure the answer: seven emotions.
  package private(set) var emotions = EmotionEvaluation(classes: Emotion.allCases.count)

  package init() {}

  /// Counts a picture of somebody who shows `truth`; nil scores: no face was found.
  package mutating func add(_ scores: EmotionScores?, truth: Emotion) {
    pictures += 1
    guard let scores else { return }
    found += 1
    emotions.add(Emotion.allCases.map { scores[$0] }, truth: truth.rawValue)
  }

  /// The share of pictures that get an answer when answers less sure than `confidence` are "not sure", and the share of
  /// right ones among them.
  package func answered(from confidence: Double) -> (coverage: Double, accuracy: Double) {
    let accepted = emotions.answers.accepted(from: confidence)
    return (accepted.coverage * Double(found) / Double(max(pictures, 1)), 1 - accepted.risk)
  }
}

import Domain
import Glibc

/// What the emotion network said about one crop.
package struct EmotionReading: Equatable, Sendable {
  /// As people voted (FER+): the probabilities of the eight emotions, in the order of ``FERPlusEmotion``.
  package let votes: [Float]
  /// As the pictures' collectors labelled them (FER2013): those of the seven, in the order of `Emotion`. Only measured.
  package let labels: [Float]
  /// Where in the crop the votes come from.
  package let map: EvidenceMap

  init(votes: [Float], labels: [Float], map: EvidenceMap) {
    self.votes = Self.softmax(votes)
    self.labels = Self.softmax(labels)
    self.map = map
  }

  /// The box's scores: contempt is dropped, and the others are scaled to add up to 1.
  package var scores: EmotionScores {
    EmotionScores(weights: Emotion.allCases.map { votes[FERPlusEmotion($0).rawValue] })
  }

  private static func softmax(_ logits: [Float]) -> [Float] {
    let greatest = logits.max() ?? 0
    let powers = logits.map { expf($0 - greatest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}

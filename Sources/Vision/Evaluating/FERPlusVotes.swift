/// What ten people called a picture: a vote count for each emotion, and for "unknown" and "not a face".
package struct FERPlusVotes: Equatable, Sendable {
  /// In the order of ``FERPlusEmotion``.
  package let emotions: [Int]
  package let unknown: Int
  package let notAFace: Int

  /// - Parameter emotions: eight counts in the order of ``FERPlusEmotion``.
  package init(emotions: [Int], unknown: Int, notAFace: Int) {
    precondition(emotions.count == FERPlusEmotion.allCases.count, "one count for each emotion")
    self.emotions = emotions
    self.unknown = unknown
    self.notAFace = notAFace
  }

  /// The emotion of the annotations' "majority" rule: single votes are dropped, and the winner needs more than half of
  /// what is left. Nil where nobody wins so, or the winner is no emotion.
  package var majority: FERPlusEmotion? {
    let kept = (emotions + [unknown, notAFace]).map { $0 > 1 ? $0 : 0 }
    let sum = kept.reduce(0, +)
    return kept.firstIndex { $0 * 2 > sum }.flatMap(FERPlusEmotion.init)
  }

  /// The emotion with most votes; of equals, the first in the order of the annotations' own table. Nil where most votes
  /// are for "unknown" or "not a face".
  package var plurality: FERPlusEmotion? {
    let most = (emotions + [unknown, notAFace]).max() ?? 0
    return Self.tableOrder.first { emotions[$0.rawValue] == most }
  }

  static let tableOrder: [FERPlusEmotion] = [.neutral, .happy, .surprise, .sad, .angry, .disgust, .fear, .contempt]
}

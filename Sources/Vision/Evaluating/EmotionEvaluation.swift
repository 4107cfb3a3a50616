/// How often an emotion classifier is right.
package struct EmotionEvaluation: Equatable, Sendable {
  /// Pictures by true class (row) and found class (column).
  package private(set) var confusion: [[Int]]
  package private(set) var answers = Answers()

  /// - Parameter classes: 8 for ``FERPlusEmotion``, 7 for FER2013's own labels.
  package init(classes: Int = FERPlusEmotion.allCases.count) {
    confusion = Array(repeating: Array(repeating: 0, count: classes), count: classes)
  }

  /// Counts one picture: a probability for each class, and the true class. The class found is the most probable one; of
  /// equals, the first.
  package mutating func add(_ probabilities: [Float], truth: Int) {
    precondition(probabilities.count == confusion.count && confusion.indices.contains(truth), "one for each class")
    let found = probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
    confusion[truth][found] += 1
    answers.add(confidence: probabilities[found], isRight: found == truth)
  }

  package var count: Int { confusion.reduce(0) { $0 + $1.reduce(0, +) } }

  package var right: Int { confusion.indices.reduce(0) { $0 + confusion[$1][$1] } }

  /// The share of right answers, 0…1.
  package var accuracy: Double { Double(right) / Double(max(count, 1)) }

  /// The mean over the classes of the harmonic mean of precision and recall, 0…1. A class that was neither there nor
  /// found counts as 0.
  package var macroF1: Double {
    let scores = confusion.indices.map { index in
      let there = confusion[index].reduce(0, +)
      let found = confusion.reduce(0) { $0 + $1[index] }
      return 2 * Double(confusion[index][index]) / Double(max(there + found, 1))
    }
    return scores.reduce(0, +) / Double(scores.count)
  }

  /// The share of a true class that was found as such; nil where the class was not there.
  package func recall(of index: Int) -> Double? {
    let there = confusion[index].reduce(0, +)
    return there > 0 ? Double(confusion[index][index]) / Double(there) : nil
  }
}

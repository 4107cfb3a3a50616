/// How sure a classifier was of each answer, and whether the answer was right.
package struct Answers: Equatable, Sendable {
  /// Bins of confidence in ``calibration``.
  static let bins = 15

  private struct Answer: Equatable {
    let confidence: Double
    let isRight: Bool
  }

  private var answers: [Answer] = []

  /// Confidences that are no numbers count as 0.
  mutating func add(confidence: Float, isRight: Bool) {
    answers.append(Answer(confidence: confidence.isFinite ? Double(min(max(confidence, 0), 1)) : 0, isRight: isRight))
  }

  /// Mean confidence and accuracy of the answers in each of 15 equal bins of confidence that hold any.
  package var calibration: [(confidence: Double, accuracy: Double, count: Int)] {
    let bins = Dictionary(grouping: answers) { min(Int($0.confidence * Double(Self.bins)), Self.bins - 1) }
    return bins.sorted { $0.key < $1.key }.map { _, answers in
      let count = Double(answers.count)
      return (
        answers.reduce(0) { $0 + $1.confidence } / count, Double(answers.count { $0.isRight }) / count, answers.count
      )
    }
  }

  /// Expected calibration error, 0…1: the gap between mean confidence and accuracy in each bin, weighted by its answers
  /// (Guo et al., "On Calibration of Modern Neural Networks", 2017).
  package var calibrationError: Double {
    calibration.reduce(0) { $0 + abs($1.confidence - $1.accuracy) * Double($1.count) } / Double(max(answers.count, 1))
  }

  /// The share of answers at least so sure, and the share of wrong ones among those (0 where there are none).
  package func accepted(from confidence: Double) -> (coverage: Double, risk: Double) {
    let accepted = answers.filter { $0.confidence >= confidence }
    let wrong = accepted.count { !$0.isRight }
    return (Double(accepted.count) / Double(max(answers.count, 1)), Double(wrong) / Double(max(accepted.count, 1)))
  }

  /// What remains wrong as less and less sure answers are accepted (El-Yaniv and Wiener, "On the Foundations of
  /// Noise-free Selective Classification", 2010): `count` points of even coverage, the surest answers first.
  package func riskCoverage(points count: Int = 100) -> [(coverage: Double, risk: Double)] {
    let ranked = answers.sorted { $0.confidence > $1.confidence }
    var wrong = [0]
    for answer in ranked { wrong.append(wrong[wrong.count - 1] + (answer.isRight ? 0 : 1)) }
    return (1...max(count, 1)).compactMap { step in
      let accepted = ranked.count * step / max(count, 1)
      guard accepted > 0 else { return nil }
      return (Double(accepted) / Double(ranked.count), Double(wrong[accepted]) / Double(accepted))
    }
  }
}

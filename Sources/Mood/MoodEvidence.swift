import Domain
import Glibc

/// What the frames of one look say together, and when they have said enough.
///
/// Each frame with a face is an opinion: seven probabilities. They are combined as a logarithmic opinion pool (Genest
/// and Zidek 1986), which is Bayes' rule for a uniform prior if the frames were independent:
///
///     log P(e) = const + m · mean over the frames of log p(e)
///
/// The frames of one look are far from independent: the same face in the same light makes the same mistake thirty
/// times a second. So n frames count as only m = n / (1 + (n − 1) ρ) independent ones (Kish's design effect, 1965),
/// which never exceeds 1/ρ: looking longer averages noise away but cannot make the box certain. Probabilities are
/// floored before the logarithm, so that no single frame can rule an emotion out.
///
/// Time comes with the frames; nothing here reads a clock.
package struct MoodEvidence: Equatable, Sendable {
  private let parameters: Parameters
  private var logSums = [Float](repeating: 0, count: Emotion.allCases.count)
  private var firstFrame: Duration?
  private var firstFace: Duration?

  /// Frames with a face so far.
  package private(set) var readings = 0

  package init(_ parameters: Parameters = Parameters()) { self.parameters = parameters }

  /// Takes in what one frame showed: the scores of its face, or nil when it shows no face; `time` is the frame's.
  /// Returns the outcome as soon as there is one; the look is over then.
  package mutating func add(_ scores: EmotionScores?, at time: Duration) -> LookOutcome? {
    let start = firstFrame ?? time
    firstFrame = start
    if let scores {
      if firstFace == nil { firstFace = time }
      readings += 1
      for emotion in Emotion.allCases {
        logSums[emotion.rawValue] += log(max(scores[emotion], parameters.floor))
      }
      let pooled = self.scores
      if readings >= parameters.minimumFrames, pooled[pooled.strongest] >= parameters.sureness {
        return .mood(Mood(pooled))
      }
    }
    if let firstFace { return time - firstFace >= parameters.patience ? conclusion : nil }
    return time - start >= parameters.faceTimeout ? conclusion : nil
  }

  /// The outcome if no more frames come.
  package var conclusion: LookOutcome {
    guard readings > 0 else { return .noFace }
    let pooled = scores
    return pooled[pooled.strongest] >= parameters.threshold ? .mood(Mood(pooled)) : .notSure(pooled)
  }

  /// What the frames so far say together; uniform before the first face.
  package var scores: EmotionScores {
    guard readings > 0 else { return .uniform }
    let count = Float(readings)
    let independent = count / (1 + (count - 1) * parameters.correlation)
    let logs = logSums.map { $0 / count * independent }
    let highest = logs.max()!
    return EmotionScores(weights: logs.map { exp($0 - highest) })
  }
}

import Domain
import Mood
import Testing

/// `probability` for one emotion, the rest shared out evenly.
private func scores(_ emotion: Emotion, _ probability: Float) -> EmotionScores {
  EmotionScores(weights: Emotion.allCases.map { $0 == emotion ? probability : (1 - probability) / 6 })
}

/// Feeds one frame after another, 33 ms apart, until there is an outcome; says after how many frames it came.
private func look(
  _ evidence: MoodEvidence, _ frames: [EmotionScores?], interval: Duration = .milliseconds(33)
) -> (outcome: LookOutcome?, frames: Int) {
  var evidence = evidence
  for (index, frame) in frames.enumerated() {
    if let outcome = evidence.add(frame, at: .seconds(100) + interval * index) { return (outcome, index + 1) }
  }
  return (nil, frames.count)
}

@Suite("Mood evidence")
struct MoodEvidenceTests {
  @Test("stops early when the frames agree clearly, but not before the least number of frames")
  func early() throws {
    let (outcome, frames) = look(MoodEvidence(), Array(repeating: scores(.happy, 0.95), count: 60))
    guard case .mood(let mood) = outcome else { throw Wrong(outcome) }
    #expect(mood.emotion == .happy)
    #expect(mood.confidence >= 0.85)
    #expect(frames == MoodEvidence.Parameters().minimumFrames)
  }

  @Test("goes by all the frames, not by the last one")
  func overTime() throws {
    var parameters = MoodEvidence.Parameters()
    parameters.minimumFrames = 8
    let frames = Array(repeating: scores(.sad, 0.9), count: 7) + [scores(.happy, 0.9)]
    guard case .mood(let mood) = look(MoodEvidence(parameters), frames).outcome else { throw Wrong(nil) }
    #expect(mood.emotion == .sad)
  }

  @Test("says not sure when patience ends and nothing stands out")
  func notSure() throws {
    let wavering = (0..<90).map { scores($0.isMultiple(of: 2) ? .happy : .sad, 0.4) }
    let (outcome, frames) = look(MoodEvidence(), wavering)
    guard case .notSure(let pooled) = outcome else { throw Wrong(outcome) }
    #expect(abs(pooled[.happy] - pooled[.sad]) < 0.05)
    #expect(frames == 62)  // the first frame at or after 2 s
  }

  @Test("decides at the end of patience for an emotion above the threshold that never got sure")
  func patience() throws {
    let (outcome, frames) = look(MoodEvidence(), Array(repeating: scores(.angry, 0.45), count: 90))
    guard case .mood(let mood) = outcome else { throw Wrong(outcome) }
    #expect(mood.emotion == .angry)
    #expect(mood.confidence < 0.85)
    #expect(frames == 62)
  }

  @Test("says no face only after the time-out", arguments: [5, 33, 200])
  func noFace(milliseconds: Int) {
    let frames = [EmotionScores?](repeating: nil, count: 1000)
    let (outcome, count) = look(MoodEvidence(), frames, interval: .milliseconds(milliseconds))
    #expect(outcome == .noFace)
    #expect(count == (3000 + milliseconds - 1) / milliseconds + 1)
  }

  @Test("a face that comes late gets its full patience")
  func lateFace() throws {
    let frames = Array(repeating: nil, count: 80) + Array(repeating: scores(.fear, 0.97), count: 10)
    guard case .mood(let mood) = look(MoodEvidence(), frames).outcome else { throw Wrong(nil) }
    #expect(mood.emotion == .fear)
  }

  @Test("a face that leaves again still ends in a decision")
  func faceLeaves() throws {
    let frames: [EmotionScores?] = [scores(.happy, 0.3)] + Array(repeating: nil, count: 100)
    let (outcome, count) = look(MoodEvidence(), frames)
    guard case .notSure(let pooled) = outcome else { throw Wrong(outcome) }
    #expect(abs(pooled[.happy] - 0.3) < 1e-5)
    #expect(count == 62)
  }

  @Test("many alike frames never count as more than 1/ρ independent ones")
  func correlated() {
    var evidence = MoodEvidence()
    for index in 0..<10_000 { _ = evidence.add(scores(.happy, 0.4), at: .milliseconds(index)) }
    // Two independent opinions of 0.4 against 0.1 each: 0.16 / (0.16 + 6 × 0.01).
    #expect(abs(evidence.scores[.happy] - 0.16 / 0.22) < 0.001)
  }

  @Test("one frame cannot rule out what all the others say")
  func veto() {
    var parameters = MoodEvidence.Parameters()
    parameters.minimumFrames = 100
    var evidence = MoodEvidence(parameters)
    for index in 0..<9 { _ = evidence.add(scores(.happy, 0.8), at: .milliseconds(33 * index)) }
    _ = evidence.add(scores(.sad, 1), at: .milliseconds(300))
    #expect(evidence.scores.strongest == .happy)
  }

  @Test("the order of the frames does not matter to what they say together")
  func order() {
    let frames = [scores(.happy, 0.7), scores(.sad, 0.5), scores(.neutral, 0.6), scores(.happy, 0.4)]
    var forward = MoodEvidence()
    var backward = MoodEvidence()
    for frame in frames { _ = forward.add(frame, at: .zero) }
    for frame in frames.reversed() { _ = backward.add(frame, at: .zero) }
    for emotion in Emotion.allCases { #expect(abs(forward.scores[emotion] - backward.scores[emotion]) < 1e-5) }
  }

  @Test("one picture alone is judged as it stands")
  func single() {
    var sure = MoodEvidence()
    #expect(sure.add(scores(.disgust, 0.9), at: .zero) == nil)
    guard case .mood(let mood) = sure.conclusion else {
      Issue.record("no mood")
      return
    }
    #expect(mood.emotion == .disgust)
    #expect(abs(mood.confidence - 0.9) < 0.01)
    #expect(MoodEvidence().conclusion == .noFace)
  }
}

private struct Wrong: Error {
  let outcome: LookOutcome?
  init(_ outcome: LookOutcome?) { self.outcome = outcome }
}

import Domain
import Mood
import Testing

@Suite("The mood plane")
struct MoodPlaneTests {
  @Test("puts what is certain where the table puts it", arguments: Emotion.allCases)
  func certain(emotion: Emotion) {
    let scores = EmotionScores(weights: Emotion.allCases.map { $0 == emotion ? 1 : 0 })
    #expect(MoodPlane.valence(of: scores) == MoodPlane.valence(of: emotion))
    #expect(MoodPlane.arousal(of: scores) == MoodPlane.arousal(of: emotion))
  }

  @Test("calls happy pleasant, sad calm and unpleasant, angry excited and unpleasant, neutral neither")
  func quadrants() {
    #expect(MoodPlane.valence(of: .happy) > 0 && MoodPlane.arousal(of: .happy) > 0)
    #expect(MoodPlane.valence(of: .sad) < 0 && MoodPlane.arousal(of: .sad) < 0)
    #expect(MoodPlane.valence(of: .angry) < 0 && MoodPlane.arousal(of: .angry) > 0)
    #expect(MoodPlane.valence(of: .neutral) == 0 && MoodPlane.arousal(of: .neutral) == 0)
  }

  @Test("lies between two emotions that are equally likely")
  func between() {
    let scores = EmotionScores(weights: [0, 0, 0, 1, 0, 0, 1])
    #expect(abs(MoodPlane.valence(of: scores) - 0.405) < 1e-6)
    #expect(abs(MoodPlane.arousal(of: scores) - 0.255) < 1e-6)
  }
}

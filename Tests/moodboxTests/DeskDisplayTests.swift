import Domain
import Hub
import Testing

@testable import moodbox

@Suite("What is told at the desk")
struct DeskDisplayTests {
  private static let mood = Mood(
    emotion: .happy, confidence: 0.968, valence: 0.8, arousal: 0.5,
    scores: EmotionScores(weights: [0, 0, 0, 1, 0, 0, 0]))
  private static let track = Track(
    id: 1, path: "a/\u{1B}[2Jb.wav", title: "Open Window", artist: "Additive Trio", duration: .seconds(3))
  private static let events: [HubEvent] = [
    .detected(mood), .noFace, .notSure(mood.scores), .cancelled, .privacyOn, .privacyOff,
    .trackStarted(track, because: "It suits a happy mood."), .trackEnded(track),
    .fault(part: "camera", reason: "unplugged"), .recovered(part: "camera"),
  ]

  @Test("is what the box saw, what it plays and why")
  func people() {
    #expect(
      Self.events.map { DeskDisplay.text(for: .event($0)) } == [
        "happy 97 %", "no face", "not sure: happy 100 %, angry 0 %", "the look was cancelled",
        "privacy is on: the camera is closed", "privacy is off",
        "♪ Open Window by Additive Trio\n  It suits a happy mood.", nil, "camera: unplugged", "camera: works again",
      ])
    #expect(DeskDisplay.text(for: .mood(Self.mood)) == nil)
  }

  @Test("is more than the log holds, which tells no mood, and nothing that moves a cursor")
  func journal() {
    let lines = Self.events.compactMap { Journal.line(for: .event($0)) }
    #expect(lines.count == 5)
    for line in lines {
      for emotion in Emotion.allCases { #expect(!line.contains(emotion.name)) }
      #expect(!line.contains("\u{1B}"))
    }
    #expect(Journal.line(for: .mood(Self.mood)) == nil)
  }

  @Test("cannot be made to write a log's lines by the name of a file")
  func forgedLine() {
    let track = Track(id: 1, path: "a.wav\nprivacy is off", title: "A", duration: .seconds(1))
    let lines = [HubEvent.trackStarted(track, because: ""), .fault(part: "library", reason: "\(track.path): gone")]
    for line in lines.compactMap({ Journal.line(for: .event($0)) }) { #expect(!line.contains("\n")) }
  }

  @Test("is broken between words, and set in where it goes on")
  func wraps() {
    #expect(DeskDisplay.wrapped("one two three", to: 80) == ["one two three"])
    #expect(DeskDisplay.wrapped("one two three", to: 8) == ["one two", "  three"])
    #expect(DeskDisplay.wrapped("♪ a\n  bb cc dd", to: 7) == ["♪ a", "  bb cc", "  dd"])
    #expect(DeskDisplay.wrapped("unbreakable", to: 4) == ["unbreakable"])
  }
}

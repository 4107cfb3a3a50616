/// How one look at the person ended.
package enum LookOutcome: Equatable, Sendable {
  case mood(Mood)
  /// A face was there, but no emotion stood out; the scores say what was in the running.
  case notSure(EmotionScores)
  case noFace
}

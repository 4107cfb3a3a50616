import Domain

/// Something that happened, as the hub hears of it; never retained.
package enum Announcement: Equatable, Sendable {
  case detected(Mood)
  case noFace
  case notSure(EmotionScores)
  case cancelled
  case privacyOn
  case privacyOff
  case trackStarted(Recommendation)
  case trackEnded(Track)
  case fault(Part, String)
  case recovered(Part)
}

import Domain

/// Something asked of the running box, whichever door it came through.
package enum Request: Equatable, Sendable {
  case status
  case look
  case play(Emotion?)
  case next
  case previous
  case pause
  case resume
  case stop
  case seek(Duration)
  /// 0…100.
  case volume(Int)
  case mute(Bool)
  case privacy(Bool)
  case like
  case dislike
  case recommend(Emotion, count: Int)
  case health
  case scan

  /// The least role that may ask this.
  package var role: Role {
    switch self {
    case .status, .health, .recommend: .viewer
    case .play, .next, .previous, .pause, .resume, .stop, .seek, .volume, .mute, .like, .dislike: .listener
    case .look, .privacy(true), .scan: .owner
    case .privacy(false): .root
    }
  }
}

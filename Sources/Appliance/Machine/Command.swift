import Domain

/// What a request asks the machine to do.
package enum Command: Equatable, Sendable {
  case look
  /// Music for a mood; nil goes on with what was playing or starts the default mix.
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
  case watching(Bool)
  case policy(MusicPolicy)
  /// The listener likes what is playing, or does not.
  case rate(liked: Bool)
}

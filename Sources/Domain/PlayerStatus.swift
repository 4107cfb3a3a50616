/// What the speaker is doing, as published and as `moodbox status` shows it.
package struct PlayerStatus: Equatable, Sendable {
  package enum State: String, Sendable { case stopped, playing, paused }

  package var state: State
  package var track: Track?
  /// Place in the song when `positionTime` was taken.
  package var position: Duration
  /// Monotonic time at which `position` was true.
  package var positionTime: Duration
  /// 0…100.
  package var volume: Int
  package var muted: Bool
  /// Songs that follow this one.
  package var queued: Int
  /// Why this song was chosen; empty when nothing plays.
  package var reason: String

  package init(
    state: State = .stopped, track: Track? = nil, position: Duration = .zero, positionTime: Duration = .zero,
    volume: Int, muted: Bool = false, queued: Int = 0, reason: String = ""
  ) {
    self.state = state
    self.track = track
    self.position = position
    self.positionTime = positionTime
    self.volume = volume
    self.muted = muted
    self.queued = queued
    self.reason = reason
  }
}

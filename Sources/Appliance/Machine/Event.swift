import Devices
import Domain
import Hub

/// Everything that can happen to the box.
package enum Event: Equatable, Sendable {
  /// The box is up; comes once, first.
  case started
  case button(ButtonEdge)
  case timerFired(BoxTimer)
  case asked(Command, by: Role)
  /// Whether now is one of the hours in which the box may watch; comes before its timer fires.
  case watchHours(Bool)

  /// The look has decided; the camera is being closed and ``cameraClosed`` will follow.
  case lookDecided(LookOutcome)
  /// The camera is closed: every ``Effect/openCamera(showing:)`` is answered by this once, or by ``lost(_:reason:)``.
  case cameraClosed

  /// A part failed. For the camera it means that it is closed and what was looked at is lost.
  case lost(Part, reason: String)
  /// A part that had failed works again.
  case back(Part)

  case trackStarted(Recommendation)
  case trackEnded(Track, PlayerEvent.Ending)
  /// A song could not be played, or not to its end; the player has gone on to the next.
  case trackFailed(Track, reason: String)
  /// All songs of the mix were played.
  case queueEnded
  /// No songs could be chosen; what the player still does.
  case nothingToPlay(reason: String, still: PlayerStatus.State)
  case playerChanged(PlayerStatus)
  /// The player has taken up, paused, what played or was paused before the box was switched off.
  case musicRestored(wasPlaying: Bool)

  case stored(StoredState)
  case storeFailed(reason: String)
  /// The camera's keeper does not give it back: privacy is still on.
  case privacyKept(reason: String)
}

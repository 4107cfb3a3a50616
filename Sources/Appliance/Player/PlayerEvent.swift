import Domain

/// What happens at the player, in the order it happens.
package enum PlayerEvent: Equatable, Sendable {
  package enum Ending: String, Sendable {
    /// It was heard to its end.
    case finished
    /// Somebody wanted another song.
    case skipped
    /// The music was stopped, or another list took its place.
    case stopped
  }

  /// Its first samples went to the sink, or the song before it was heard to its end.
  case trackStarted(Recommendation)
  /// A started song is over; `at` is the place in it that was heard last.
  case trackEnded(Recommendation, Ending, at: Duration)
  /// It cannot be played (on), for this reason; the next song follows.
  case trackFailed(Recommendation, reason: String)
  /// State, song, volume, mute or queue changed, or somebody sought; the passing of time alone is no change.
  case statusChanged(PlayerStatus)
  /// The last song of the list is over, and the player stopped.
  case queueEmpty
  /// The sound card does not take sound; it is tried again and again, and the music goes on where it was.
  case sinkLost(reason: String)
  case sinkBack
}

import Domain

/// How the player plays, as its owner has set it.
package struct PlayerSettings: Equatable, Sendable {
  /// What songs are brought to one loudness by.
  package enum Levelling: Equatable, Sendable {
    /// Songs are played as they are.
    case off
    /// Each song by its own loudness.
    case track
    /// Songs of one album that follow each other by the album's, so that its quiet songs stay the quiet ones.
    case album
  }

  /// 0…100. Nobody likes a box that starts at full volume.
  package var startVolume = 40
  /// 0…100; louder wishes count as this.
  package var volumeCap = 100
  package var levelling = Levelling.track
  /// Loudness that songs are brought to, in LUFS, as far as the volume leaves room.
  package var targetLoudness: Float = -18
  /// How long other music takes to replace what plays; zero is as quick as a skip.
  package var crossfade = Duration.seconds(2)
  /// How long the music takes to fall silent when it is stopped.
  package var stopFade = Duration.milliseconds(300)
  /// A song that goes on for longer is given up: a file that is still being written, or claims what it likes.
  package var longestSong = Duration.seconds(24 * 3600)

  package init(
    startVolume: Int = 40, volumeCap: Int = 100, levelling: Levelling = .track, crossfade: Duration = .seconds(2)
  ) {
    self.startVolume = startVolume
    self.volumeCap = volumeCap
    self.levelling = levelling
    self.crossfade = crossfade
  }
}

/// How loud the player starts and may become.
package struct PlayerSettings: Equatable, Sendable {
  /// 0…100. Nobody likes a box that starts at full volume.
  package var startVolume = 40
  /// 0…100; louder wishes count as this.
  package var volumeCap = 100
  /// Loudness that songs are brought to, in LUFS, as far as the volume leaves room; nil plays them as they are.
  package var targetLoudness: Float? = -18

  package init(startVolume: Int = 40, volumeCap: Int = 100, targetLoudness: Float? = -18) {
    self.startVolume = startVolume
    self.volumeCap = volumeCap
    self.targetLoudness = targetLoudness
  }
}

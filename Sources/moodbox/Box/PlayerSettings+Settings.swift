import Appliance
import Settings

extension PlayerSettings {
  /// As the owner has set them.
  init(_ settings: Settings) {
    let levelling: Levelling =
      switch settings.player.levelling {
      case .off: .off
      case .track: .track
      case .album: .album
      }
    self.init(
      startVolume: settings.player.volume, volumeCap: settings.player.volumeLimit, levelling: levelling,
      crossfade: .seconds(settings.player.crossfade))
    targetLoudness = Float(settings.player.loudness)
  }
}

import Appliance
import Settings

extension PlayerSettings {
  /// As the owner has set them.
  init(_ settings: Settings) {
    self.init(
      startVolume: settings.player.volume, volumeCap: settings.player.volumeLimit,
      targetLoudness: settings.player.levelled ? Float(settings.player.loudness) : nil)
  }
}

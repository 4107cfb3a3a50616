import Devices
import Hub

extension Runtime {
  /// What the box is put together from.
  package struct Parts: Sendable {
    package var camera: any Camera
    package var button: any Button
    package var lights: any Lights
    package var eyes: any Eyes
    package var player: any MusicPlayer
    package var chooser: SongChooser
    package var listeners: Listeners
    package var state: StateFile
    /// Keeps the camera away while privacy is on; nil when nobody but the box itself does, as on a desk.
    package var keeper: (any CameraKeeper)?
    /// Searches the music folder; answers with what was found.
    package var scan: @Sendable () async throws -> JSONValue

    package init(
      camera: any Camera, button: any Button, lights: any Lights, eyes: any Eyes, player: any MusicPlayer,
      chooser: SongChooser, listeners: Listeners, state: StateFile, keeper: (any CameraKeeper)? = nil,
      scan: @escaping @Sendable () async throws -> JSONValue
    ) {
      self.camera = camera
      self.button = button
      self.lights = lights
      self.eyes = eyes
      self.player = player
      self.chooser = chooser
      self.listeners = listeners
      self.state = state
      self.keeper = keeper
      self.scan = scan
    }
  }
}

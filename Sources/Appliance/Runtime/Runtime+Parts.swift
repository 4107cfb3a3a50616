import Devices
import Hub
import Library

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
    /// Where it remembers what plays; nil for a box that starts silent.
    package var queue: QueueFile?
    /// Keeps the camera away while privacy is on; nil when nobody but the box itself does, as on a desk.
    package var keeper: (any CameraKeeper)?
    /// Searches the music folder; answers with what was found.
    package var scan: @Sendable () async throws -> JSONValue
    /// Reads or changes the catalog of songs; answers with what was asked.
    package var catalog: @Sendable (CatalogRequest) async throws -> JSONValue
    /// Keeps the library in step with the music folder until the task is cancelled, and tells of it.
    package var keep: @Sendable (_ tell: @escaping @Sendable (MusicKeeper.News) async -> Void) async -> Void

    package init(
      camera: any Camera, button: any Button, lights: any Lights, eyes: any Eyes, player: any MusicPlayer,
      chooser: SongChooser, listeners: Listeners, state: StateFile, queue: QueueFile? = nil,
      keeper: (any CameraKeeper)? = nil,
      scan: @escaping @Sendable () async throws -> JSONValue,
      catalog: @escaping @Sendable (CatalogRequest) async throws -> JSONValue = { _ in [:] },
      keep: @escaping @Sendable (@escaping @Sendable (MusicKeeper.News) async -> Void) async -> Void = { _ in }
    ) {
      self.camera = camera
      self.button = button
      self.lights = lights
      self.eyes = eyes
      self.player = player
      self.chooser = chooser
      self.listeners = listeners
      self.state = state
      self.queue = queue
      self.keeper = keeper
      self.scan = scan
      self.catalog = catalog
      self.keep = keep
    }
  }
}

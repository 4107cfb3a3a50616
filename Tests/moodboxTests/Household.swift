import FoundationEssentials
import SimulatedDevices

/// A box's own folders and settings, on a desk: nothing outside them is touched.
struct Household {
  let folder = TemporaryFolder()
  var settings: String { "\(folder.path)/moodbox.yaml" }
  var music: String { "\(folder.path)/music" }
  var sound: String { "\(folder.path)/sound.wav" }

  /// - Parameters:
  ///   - songs: demo songs to put into the music folder, by their titles.
  ///   - seconds: how long they are.
  ///   - id: the box's name.
  ///   - broker: the port of a broker on this machine; nil for none.
  init(songs: [String] = [], seconds: Int = 8, id: String = "test", broker: Int? = nil) throws {
    for name in ["music", "state", "pictures"] {
      try FileManager.default.createDirectory(atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
    try DemoLibrary.write(
      to: music, songs: DemoSong.all.filter { songs.contains($0.title) }, seconds: seconds)
    let yaml = """
      id: \(id)
      board: \(Program.checkout)/Board/desk.yaml
      models: \(Program.models)
      state: \(folder.path)/state
      socket: \(folder.path)/control.sock
      camera: {device: none}
      music: {folder: \(music)}
      player: {device: file}
      hub: {enabled: \(broker != nil), host: 127.0.0.1, port: \(broker ?? 1883)}
      desk: {pictures: \(folder.path)/pictures, sound-file: \(sound)}

      """
    try folder.write(yaml.utf8, to: "moodbox.yaml")
  }

  /// Puts a scene before the camera; they are seen in the order of `name`.
  func show(scene: String, as name: String) throws {
    try FileManager.default.copyItem(
      atPath: Program.fixture("scenes/\(scene).png"), toPath: "\(folder.path)/pictures/\(name).png")
  }

  func run(_ words: String...) async throws -> Program.Outcome {
    try await Program.run(words + ["--settings", settings])
  }
}

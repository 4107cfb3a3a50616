import Domain

/// Everything an owner can set, with the values used when nothing is said.
///
/// The keys, their ranges and their meaning stand in ``schema``; `moodbox config show` prints them.
package struct Settings: Equatable, Sendable {
  package enum Discovery: String, CaseIterable, Sendable { case device, components, homie, off }

  package enum Levelling: String, CaseIterable, Sendable { case off, track, album }

  package struct Camera: Equatable, Sendable {
    package var device = "auto"
    package var width = 640
    package var height = 480
    package var rate = 30
    package var format = CameraFormatChoice.auto
  }

  package struct Vision: Equatable, Sendable {
    package var sensitivity = 50
  }

  package struct Mood: Equatable, Sendable {
    package var confidence = 0.5
    package var sure = 0.85
    package var frames = 5
    package var lookSeconds = 4.0
  }

  package struct Watching: Equatable, Sendable {
    package var interval = 60
    package var dwell = 30
    package var schedule = WeekSchedule.always
  }

  package struct Music: Equatable, Sendable {
    package var folder = "/srv/moodbox/music"
    package var songs = 10
    package var policy = MusicPolicy.match
    package var liftTo = Emotion.happy
    package var freshness = 8
  }

  package struct Listeners: Equatable, Sendable {
    package var retention = 90
    package var keys = ""
    package var use = ""
  }

  package struct Player: Equatable, Sendable {
    package var device = "board"
    package var volume = 40
    package var volumeLimit = 100
    package var levelling = Levelling.track
    package var loudness = -18.0
    package var crossfade = 2.0
    package var mixer = "board"
    package var autoplay = false
  }

  package struct Hub: Equatable, Sendable {
    package var enabled = false
    package var host = "localhost"
    package var port = 1883
    package var user = ""
    package var passwordFile = ""
    package var tls = false
    package var authorityFile = ""
    package var certificateFile = ""
    package var keyFile = ""
    package var serverName = ""

    /// Before the name of a file that systemd gives to the service.
    package static let credential = "credential:"

    /// Whether the connection is: asked for, or implied by what makes no sense without.
    package var isEncrypted: Bool {
      tls || !authorityFile.isEmpty || !certificateFile.isEmpty || !serverName.isEmpty
    }

    package var discovery = Discovery.device
    package var retainMood = true
  }

  /// Stands in for devices that a desk does not have.
  package struct Desk: Equatable, Sendable {
    package var pictures = ""
    package var soundFile = ""
  }

  package var id = ""
  package var name = "Moodbox"
  package var board = "auto"
  package var models = "/usr/share/moodbox/models"
  package var boards = "/usr/share/moodbox/boards"
  package var state = "/var/lib/moodbox"
  package var socket = "/run/moodbox/control.sock"
  package var camera = Camera()
  package var vision = Vision()
  package var mood = Mood()
  package var watching = Watching()
  package var music = Music()
  package var targets = MusicTargets.standard
  package var listeners = Listeners()
  package var player = Player()
  package var hub = Hub()
  package var desk = Desk()

  package init() {}

  /// The settings in a YAML text; what it does not mention keeps its default.
  ///
  /// Throws ``SettingsError`` with file, line and key for unknown keys and values out of range.
  package init(yaml text: [UInt8], file: String) throws(SettingsError) {
    try Self.schema.read(text, file: file, into: &self)
    try check(file: file)
  }

  /// What one key alone cannot tell.
  private func check(file: String) throws(SettingsError) {
    if player.volume > player.volumeLimit {
      throw SettingsError(
        file: file, line: 0, key: "player.volume",
        problem: "\(player.volume) is above player.volume-limit, which is \(player.volumeLimit)")
    }
    if player.device == "file" && desk.soundFile.isEmpty {
      throw SettingsError(
        file: file, line: 0, key: "player.device", problem: "file needs the file's path in desk.sound-file")
    }
    if hub.certificateFile.isEmpty != hub.keyFile.isEmpty {
      throw SettingsError(
        file: file, line: 0, key: "hub.key-file", problem: "hub.certificate-file and hub.key-file go together")
    }
    if !hub.passwordFile.isEmpty && hub.user.isEmpty {
      throw SettingsError(file: file, line: 0, key: "hub.password-file", problem: "a password needs hub.user")
    }
    if mood.sure < mood.confidence {
      throw SettingsError(
        file: file, line: 0, key: "mood.sure",
        problem: "\(mood.sure) is below mood.confidence, which is \(mood.confidence)")
    }
  }

  /// All settings with their documentation, as a YAML file that reads back to the same settings.
  package var documented: String { YamlText.document(self, keys: Self.schema.keys) }
}

import Domain
import Settings
import Testing

@Suite("Settings")
struct SettingsTests {
  private func problem(in yaml: String) -> String {
    do throws(SettingsError) {
      _ = try Settings(yaml: Array(yaml.utf8), file: "moodbox.yaml")
      return "none"
    } catch {
      return error.description
    }
  }

  @Test("keep their defaults where a file says nothing", arguments: ["", "# only a comment\n", "---\n...\n"])
  func defaults(yaml: String) throws {
    #expect(try Settings(yaml: Array(yaml.utf8), file: "moodbox.yaml") == Settings())
  }

  @Test("take what a file says, at every level")
  func reads() throws {
    let yaml = """
      id: kitchen
      camera: {device: /dev/video2, width: 1280}
      mood:
        confidence: 0.6
      hub:
        enabled: true
        host: "broker.lan"
      """
    let settings = try Settings(yaml: Array(yaml.utf8), file: "moodbox.yaml")
    #expect(settings.id == "kitchen")
    #expect(settings.camera.device == "/dev/video2")
    #expect(settings.camera.width == 1280)
    #expect(settings.camera.height == 480)
    #expect(settings.mood.confidence == 0.6)
    #expect(settings.hub.enabled)
    #expect(settings.hub.host == "broker.lan")
  }

  @Test(
    "say file, line, key and remedy",
    arguments: [
      ("camera:\n  widht: 640\n", "moodbox.yaml:2: camera.widht: there is no such key; did you mean camera.width?"),
      (
        "camera:\n  width: wide\n",
        "moodbox.yaml:2: camera.width: \"wide\" is not a whole number in 160…1920 pixels"
      ),
      ("mood:\n  confidence: nan\n", "moodbox.yaml:2: mood.confidence: \"nan\" is not a number in 0.2…0.99"),
      ("id: Küche\n", "moodbox.yaml:1: id: \"Küche\" is not up to 32 of a-z, 0-9 and -, or empty"),
      ("hub:\n  enabled: maybe\n", "moodbox.yaml:2: hub.enabled: \"maybe\" is neither true nor false"),
      (
        "hub:\n  discovery: mdns\n",
        "moodbox.yaml:2: hub.discovery: \"mdns\" is none of device, components, homie, off"
      ),
      ("targets: {sad: tempo 5}\n", "moodbox.yaml:1: targets.sad: tempo 5 is not a number in 30.0…300.0"),
      ("camera: 5\n", "moodbox.yaml:1: camera: keys and values belong here, such as \"device: …\""),
      ("id: [a, b]\n", "moodbox.yaml:1: id: one value belongs here: up to 32 of a-z, 0-9 and -, or empty"),
      ("id: a\nid: b\n", "moodbox.yaml:2: id: stands twice; first on line 1"),
      ("id: &name a\n", "moodbox.yaml:1: anchors (&) are not used in settings"),
      ("id: !!str a\n", "moodbox.yaml:1: tags (!) are not used in settings"),
      ("camera: !thing {width: 640}\n", "moodbox.yaml:1: tags (!) are not used in settings"),
      ("id: *name\n", "moodbox.yaml:1: aliases (*) are not used in settings"),
      (
        "player: {volume: 80, volume-limit: 50}\n",
        "moodbox.yaml: player.volume: 80 is above player.volume-limit, which is 50"
      ),
      ("id: a\n---\nid: b\n", "moodbox.yaml:2: a second document starts here; keep one to a file"),
      ("- id\n", "moodbox.yaml:1: keys and values belong here, such as \"id: …\""),
    ])
  func complains(yaml: String, expected: String) {
    #expect(problem(in: yaml) == expected)
  }

  @Test("survive text that is not YAML", arguments: ["\"", "a: b: c", "\t- x", "{", "\u{0}", "%TAG", "? ["])
  func refuses(yaml: String) {
    #expect(problem(in: yaml).hasPrefix("moodbox.yaml"))
  }

  @Test("refuse a document nested without end")
  func deep() {
    #expect(problem(in: "camera: " + String(repeating: "[", count: 5000)).hasPrefix("moodbox.yaml:1"))
  }

  @Test("print with their documentation and read back the same")
  func roundTrip() throws {
    var settings = Settings()
    settings.id = "living-room"
    settings.music.folder = "/srv/\"odd\" folder: with # signs"
    settings.mood.confidence = 0.61
    let printed = settings.documented
    #expect(printed.contains("# How readily something counts as a face"))
    #expect(try Settings(yaml: Array(printed.utf8), file: "printed") == settings)
  }

  @Test("have a documented key for every default, and every default is allowed")
  func defaultsAreAllowed() throws {
    #expect(try Settings(yaml: Array(Settings().documented.utf8), file: "printed") == Settings())
    #expect(Settings.schema.keys.allSatisfy { $0.sentence.hasSuffix(".") })
  }
}

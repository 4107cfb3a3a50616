import FoundationEssentials
import Testing

@Suite("config")
struct ConfigCommandTests {
  private let folder = TemporaryFolder()

  @Test("shows settings that read back as the same settings")
  func roundTrip() async throws {
    let file = try folder.write("player: {volume: 23}\nhub: {host: \"a: b\"}\n".utf8, to: "own.yaml")
    let shown = try await Program.run("config", "show", "--settings", file)
    #expect(shown.code == 0)
    #expect(shown.output.contains("volume: 23\n") && shown.output.contains("volume-limit: 100\n"))
    let copy = try folder.write(shown.output.utf8, to: "copy.yaml")
    #expect(try await Program.run("config", "show", "--settings", copy).output == shown.output)
  }

  @Test("says that settings are in order, and which board they name")
  func check() async throws {
    let outcome = try await Household().run("config", "check")
    #expect(outcome.code == 0 && outcome.output == "The settings are in order; the board is Desk.\n")
  }

  @Test(
    "draws the wiring of the boards that ship as their pages show it", arguments: ["raspberry-pi-4", "raspberry-pi-5"])
  func wiring(board: String) async throws {
    let file = try folder.write("board: \(board)\nboards: \(Program.checkout)/Board\n".utf8, to: "\(board).yaml")
    let drawn = try await Program.run("config", "wiring", "--svg", "--settings", file)
    let page = try Data(contentsOf: URL(filePath: "\(Program.checkout)/Board/\(board).svg"))
    #expect(drawn.output == String(decoding: page, as: UTF8.self), "make drawings draws it anew")
    let told = try await Program.run("config", "wiring", "--settings", file).output
    #expect(told.contains("push button       pin 11  line 17        ground (pin 9)\n"))
    #expect(told.contains("RGB LED, green    pin 16  line 23        100 Ω, then ground (pin 14)\n"))
  }

  @Test(
    "names the line and the key of what is wrong",
    arguments: [
      ("id: box\nvolumne: 3\n", ":2: volumne: "), ("player:\n  volume: 300\n", ":2: player.volume: "),
      ("camera:\n  width: wide\n", ":2: camera.width: "), ("id: [1, 2]\n", ":1: id: "), ("id: \"\u{1}\n", ":1: "),
      ("\u{FF}\u{FE}: \n:::", ":"), ("mood: {sure: 0.3, confidence: 0.6}\n", ": mood.sure: "),
    ])
  func wrong(yaml: String, place: String) async throws {
    let file = try folder.write(yaml.utf8, to: "wrong.yaml")
    let outcome = try await Program.run("config", "check", "--settings", file)
    #expect(outcome.code == 1 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("moodbox: \(file)\(place)"), "\(outcome.errors)")
  }

  @Test("says what is the matter with a file that cannot be read")
  func unreadable() async throws {
    let missing = try await Program.run("config", "check", "--settings", "\(folder.path)/none.yaml")
    #expect(missing.code == 1 && missing.errors.contains("none.yaml: there is no such file"))
    let directory = try await Program.run("config", "check", "--settings", folder.path)
    #expect(directory.code == 1 && directory.errors.contains("is a folder, not a file"))
    let endless = try await Program.run("config", "check", "--settings", "/dev/zero")
    #expect(endless.code == 1 && endless.errors.contains("longer than 1 MiB"))
    let board = try folder.write("board: toaster\nboards: \(folder.path)\n".utf8, to: "board.yaml")
    let unknown = try await Program.run("config", "check", "--settings", board)
    #expect(unknown.code == 1 && unknown.errors.contains("toaster.yaml: there is no such file"))
  }
}

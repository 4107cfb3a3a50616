import Domain
import FoundationEssentials
import Settings
import Testing

@Suite("Boards")
struct BoardTests {
  /// The repository's own board files.
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Board")

  private func problem(in yaml: String) -> String {
    do throws(SettingsError) {
      _ = try Board(yaml: Array(yaml.utf8), file: "board.yaml")
      return "none"
    } catch {
      return error.description
    }
  }

  @Test("that ship are right", arguments: ["desk", "raspberry-pi-4", "raspberry-pi-5", "qemu-virt"])
  func shipped(name: String) throws {
    let file = Self.folder.appending(path: name + ".yaml")
    let board = try Board(yaml: Array(Data(contentsOf: file)), file: file.path)
    #expect(!board.name.isEmpty)
    #expect(board.devices == (name == "desk" ? .desk : .linux))
    #expect(try Board(yaml: Array(board.documented.utf8), file: "printed") == board)
  }

  private static let base = "name: X\ngpio: {chip: c}\nbutton: {line: 1}\n"

  @Test(
    "with impossible wiring are refused with the reason",
    arguments: [
      ("name: X\n", "board.yaml: gpio.chip: a board with GPIO names its chip's label; gpiodetect prints it"),
      (
        "name: X\ngpio: {chip: c}\nlamps: {red: 1, green: 2, blue: 3, camera: 4}\n",
        "board.yaml: button.line: the push button's line is missing"
      ),
      (
        base + "lamps: {red: 1, green: 2, blue: 3, camera: 4}\n", "board.yaml: gpio: line 1 is used twice"
      ),
      (base + "lamps: {red: GPIO2, green: GPIO2, blue: 3, camera: 4}\n", "board.yaml: gpio: line GPIO2 is used twice"),
      (
        "name: X\ngpio: {chip: c, header: raspberry-pi}\nbutton: {line: 28}\n",
        "board.yaml: gpio: the header has no line 28"
      ),
      (
        "button: {line: none}\n", "board.yaml:1: button.line: \"none\" is neither a line's offset in 0…511 nor a name"
      ),
      (base + "lamps: {red: 2, camera: 4}\n", "board.yaml: lamps: red, green and blue go together"),
      (
        base + "lamps: {happy: 2, camera: 4}\n",
        "board.yaml: lamps: name either red, green and blue, or one lamp for each emotion"
      ),
      (
        base + "lamps: {red: 2, green: 3, blue: 4}\n",
        "board.yaml: lamps.camera: the lamp that says \"the camera is on\" is missing"
      ),
    ])
  func refused(yaml: String, expected: String) {
    #expect(problem(in: yaml) == expected)
  }

  @Test("may have one lamp for each emotion instead of colours")
  func oneLampEach() throws {
    let lamps = Emotion.allCases.map { "\($0.name): \($0.rawValue + 10)" }.joined(separator: ", ")
    let board = try Board(yaml: Array((Self.base + "lamps: {\(lamps), camera: 4}\n").utf8), file: "board.yaml")
    #expect(board.lamps.emotions[.sad] == 14)
    #expect(board.lamps.lines == [4, 10, 11, 12, 13, 14, 15, 16])
  }
}

import Settings

/// `config check|show`
struct ConfigCommand: Command {
  static let name = "config"
  static let summary = "check the settings, or show them with their documentation"
  static let help = """
    Usage: moodbox config check [--settings FILE]
           moodbox config show [--settings FILE]
           moodbox config wiring [--svg] [--settings FILE]

    check reads the settings and the board they name, and says what is wrong and on which line.
    show prints the settings in force, each with what it means and what it may be; the output is itself a settings file.
    wiring says what the board has at which pin, with which resistor.

      --svg             draw the header and what is soldered to it, as SVG
      --settings FILE   instead of \(SettingsFile.standard)

    Example:
      moodbox config show | grep -A1 volume
    """

  private enum Action: String { case check, show, wiring }
  private let action: Action
  private let draws: Bool
  private let file: String?

  init(_ words: [String]) throws {
    let arguments = try Arguments(words, flags: ["svg"], valued: ["settings"])
    try arguments.expectOperands(1...1, named: "check, show or wiring")
    guard let action = Action(rawValue: arguments.operands[0]) else {
      throw UsageError("config can check, show or tell the wiring, not \"\(arguments.operands[0])\"")
    }
    self.action = action
    draws = arguments.has("svg")
    if draws, action != .wiring { throw UsageError("--svg draws the wiring only") }
    file = arguments.value("settings")
  }

  func run() async throws {
    let settings = try SettingsFile.settings(at: file)
    switch action {
    case .show: Terminal.write(settings.documented, to: 1)
    case .check:
      let board = try SettingsFile.board(of: settings)
      Terminal.print("The settings are in order; the board is \(board.name).")
    case .wiring:
      let board = try SettingsFile.board(of: settings)
      let wiring = Wiring(board)
      if draws {
        guard wiring.header != .none else {
          throw Failure("\(board.name): the board does not name its header, gpio.header")
        }
        Terminal.write(WiringDrawing(wiring, name: board.name).svg, to: 1)
      } else if wiring.parts.isEmpty {
        Terminal.print("\(board.name): button and lamps are in the terminal.")
      } else {
        for part in wiring.parts { Terminal.print(line(for: part)) }
      }
    }
  }

  private func line(for part: Wiring.Part) -> String {
    let pin = part.pin.map { "pin \(padded("\($0)", -2))" } ?? "      "
    let way = part.resistor.map { "\($0) Ω, then \(part.other)" } ?? part.other
    return "\(padded(part.name, -16))  \(pin)  line \(padded("\(part.line)", -8))  \(way)"
  }
}

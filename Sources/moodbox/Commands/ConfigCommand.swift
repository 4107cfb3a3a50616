import Settings

/// `config check|show`
struct ConfigCommand: Command {
  static let name = "config"
  static let summary = "check the settings, or show them with their documentation"
  static let help = """
    Usage: moodbox config check [--settings FILE]
           moodbox config show [--settings FILE]

    check reads the settings and the board they name, and says what is wrong and on which line.
    show prints the settings in force, each with what it means and what it may be; the output is itself a settings file.

      --settings FILE   instead of \(SettingsFile.standard)

    Example:
      moodbox config show | grep -A1 volume
    """

  private enum Action: String { case check, show }
  private let action: Action
  private let file: String?

  init(_ words: [String]) throws {
    let arguments = try Arguments(words, valued: ["settings"])
    try arguments.expectOperands(1...1, named: "check or show")
    guard let action = Action(rawValue: arguments.operands[0]) else {
      throw UsageError("config can check or show, not \"\(arguments.operands[0])\"")
    }
    self.action = action
    file = arguments.value("settings")
  }

  func run() async throws {
    let settings = try SettingsFile.settings(at: file)
    switch action {
    case .show: Terminal.write(settings.documented, to: 1)
    case .check:
      let board = try SettingsFile.board(of: settings)
      Terminal.print("The settings are in order; the board is \(board.name).")
    }
  }
}

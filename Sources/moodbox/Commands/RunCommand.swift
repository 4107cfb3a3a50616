import Appliance
import Guard
import Settings
import System

/// `run`: the service.
struct RunCommand: Command {
  static let name = "run"
  static let summary = "be the box"
  static let help = """
    Usage: moodbox run [--guarded] [--settings FILE]

    Runs the box until it is told to end by SIGTERM or SIGINT. The settings name the board, and the board names the devices:
    camera, pins and sound card of this machine, or on a desk the terminal, where space presses the button, p holds it for
    privacy, and q quits. Events are logged on standard error; no mood stands in a log. A desk's terminal shows moods too.

      --guarded        'moodbox privacy-guard' runs too, keeps the camera while privacy is on, and tells of the button
      --settings FILE  instead of \(SettingsFile.standard)

    Example:
      moodbox run --settings desk.yaml
    """

  private let settings: Settings
  private let board: Board
  private let isGuarded: Bool

  init(_ words: [String]) throws {
    let arguments = try Arguments(words, flags: ["guarded"], valued: ["settings"])
    try arguments.expectOperands(0...0, named: "nothing more")
    settings = try SettingsFile.settings(at: arguments.value("settings"))
    board = try SettingsFile.board(of: settings)
    isGuarded = arguments.has("guarded")
  }

  func run() async throws {
    if try RunningBox(settings) != nil {
      throw Failure("the box is running already, and listens on \(settings.socket): 'moodbox status' asks it")
    }
    let box = try await Box(settings, board, keeper: isGuarded ? GuardClient() : nil)
    let terminal = board.devices == .desk ? RawTerminal() : nil
    await box.run(until: Signals.terminations())
    _ = consume terminal
  }
}

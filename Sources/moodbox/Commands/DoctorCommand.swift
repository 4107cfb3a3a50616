import Hub
import Settings

/// `doctor`
struct DoctorCommand: Command {
  static let name = "doctor"
  static let summary = "check every part of the box, and say what to do about what is wrong"
  static let help = """
    Usage: moodbox doctor [--json] [--settings FILE]

    Looks at the settings, the board, the networks, the camera, the pins, the sound card, the library, the listeners' keys,
    the clock, and the broker with its certificate, topics and discovery, without disturbing a running box. Each line says
    "ok", "note" for what the box can live with, or "wrong" with the remedy.

      --json           print a JSON array
      --settings FILE  instead of \(SettingsFile.standard)

    Exit code 1 if something is wrong.

    Example:
      moodbox doctor
    """

  private let file: String?
  private let json: Bool

  init(_ words: [String]) throws {
    let arguments = try Arguments(words, flags: ["json"], valued: ["settings"])
    try arguments.expectOperands(0...0, named: "nothing more")
    file = arguments.value("settings")
    json = arguments.has("json")
  }

  func run() async throws {
    let findings = await Examination(settingsFile: file).findings()
    if json {
      Terminal.print(JSONValue.array(findings.map(\.json)).text)
    } else {
      for finding in findings { Terminal.write(finding.line + "\n", to: 1) }
    }
    if findings.contains(where: { $0.verdict == .wrong }) { throw QuietFailure() }
  }
}

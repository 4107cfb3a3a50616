import Devices
import FoundationEssentials
import Glibc
import Guard
import LinuxDevices
import Settings
import System

/// `privacy-guard`: what systemd runs as root beside the service.
struct PrivacyGuardCommand: Command {
  static let name = "privacy-guard"
  static let summary = "keep the camera away while privacy is on (systemd runs it as root)"
  static let help = """
    Usage: moodbox privacy-guard [--settings FILE]

    Owns the button and the cameras' device nodes. While privacy is on, nobody but root can open a camera, also one that is
    plugged in then, or after a power cut. The box asks it to take the cameras away and to give them back, and it gives them
    back only when it has seen the button held itself, or when root asks. systemd starts it before the box.

      --settings FILE  instead of \(SettingsFile.standard); names the board, which names the button

    Example:
      moodbox privacy-guard --settings box.yaml
    """

  private let file: String?

  init(_ words: [String]) throws {
    let arguments = try Arguments(words, valued: ["settings"])
    try arguments.expectOperands(0...0, named: "nothing more")
    file = arguments.value("settings")
  }

  func run() async throws {
    let tell: @Sendable (String) -> Void = { Journal.write(Terminal.harmless($0, inOneLine: true)) }
    let guardian = try GuardService(
      nodes: CameraNodes(group: getgrnam("video")?.pointee.gr_gid ?? 0), record: PrivacyRecord(), button: button(tell),
      tell: tell)
    let manager = ServiceManager(environment: ProcessInfo.processInfo.environment)
    let signals = Signals.terminations()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await guardian.run { try? manager?.tell(["READY=1"]) } }
      group.addTask { for await _ in signals { return } }
      try await group.next()
      group.cancelAll()
    }
    Outlet.errors.finish()
  }

  /// The board's button. Privacy is kept also where settings or board cannot be read: then only root turns it off.
  private func button(_ tell: (String) -> Void) -> (any Button)? {
    do {
      return try BoxDevices.button(of: SettingsFile.board(of: SettingsFile.settings(at: file)))
    } catch {
      tell("\(error); only root can turn privacy off")
      return nil
    }
  }
}

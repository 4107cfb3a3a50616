import FoundationEssentials
import Settings
import System

/// Finds and reads the settings and the board that a verb works with.
enum SettingsFile {
  static let standard = "/etc/moodbox/moodbox.yaml"
  /// In bytes; all settings with their documentation take less than a hundredth.
  private static let limit = 1 << 20

  /// The settings of `path`, or of the standard place when it is nil; a missing standard file means all defaults.
  static func settings(at path: String?) throws -> Settings {
    let file = path ?? standard
    guard let bytes = try contents(of: file, required: path != nil) else { return Settings() }
    return try Settings(yaml: bytes, file: file)
  }

  /// The board that the settings name, or that is for this machine.
  static func board(of settings: Settings, on machine: [String] = MachineIdentity.models) throws -> Board {
    if settings.board != "auto" {
      return try board(
        at: settings.board.hasPrefix("/") ? settings.board : "\(settings.boards)/\(settings.board).yaml")
    }
    // The first name is the most exact one, such as raspberrypi,5-model-b before brcm,bcm2712.
    let boards = try machine.isEmpty ? [] : boards(in: settings.boards)
    for model in machine {
      if let board = boards.first(where: { $0.machines.contains(model) }) { return board }
    }
    return try board(at: "\(settings.boards)/desk.yaml")
  }

  /// All boards of a folder, by file name.
  private static func boards(in folder: String) throws -> [Board] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
    return try names.sorted().map { try board(at: "\(folder)/\($0)") }
  }

  private static func board(at file: String) throws -> Board {
    guard let bytes = try contents(of: file, required: true) else { return Board() }
    return try Board(yaml: bytes, file: file)
  }

  private static func contents(of path: String, required: Bool) throws -> [UInt8]? {
    required
      ? try InputFile.bytes(path, limit: limit) : try InputFile.bytesIfThere(path, limit: limit)
  }
}

import Settings

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

  /// The board that the settings name.
  static func board(of settings: Settings) throws -> Board {
    let file = settings.board.hasPrefix("/") ? settings.board : "\(settings.boards)/\(settings.board).yaml"
    guard let bytes = try contents(of: file, required: true) else { return Board() }
    return try Board(yaml: bytes, file: file)
  }

  private static func contents(of path: String, required: Bool) throws -> [UInt8]? {
    required
      ? try InputFile.bytes(path, limit: limit) : try InputFile.bytesIfThere(path, limit: limit)
  }
}

import FoundationEssentials
import Settings
import System

/// Finds and reads the settings and the board that a verb works with.
enum SettingsFile {
  static let standard = "/etc/moodbox/moodbox.yaml"

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
    guard FileManager.default.fileExists(atPath: path) else {
      if required { throw Failure("\(path): there is no such file") }
      return nil
    }
    guard let data = try? Data(contentsOf: URL(filePath: path)) else { throw Failure("\(path): cannot be read") }
    return Array(data)
  }
}

import FoundationEssentials
import Glibc
import Library
import Settings
import System

/// The library as the settings place it.
enum Songs {
  /// The catalog, repaired if it was damaged, and what people should know of it.
  ///
  /// - Parameter evenInMemory: whether to do with a copy in memory when the disk cannot be written.
  static func catalog(
    _ settings: Settings, evenInMemory: Bool
  ) throws -> (catalog: Catalog, remark: String?) {
    guard FileManager.default.fileExists(atPath: settings.state) else {
      throw Failure("\(settings.state): there is no such folder; make it, or set state to another")
    }
    try Ownership.make("\(settings.state)/catalog.sqlite", forOwnerOf: settings.state)
    return try Catalog.open(in: settings.state, evenInMemory: evenInMemory)
  }

  /// The same for a command: says on standard error what there is to know.
  static func catalog(_ settings: Settings) throws -> Catalog {
    let (catalog, remark) = try catalog(settings, evenInMemory: false)
    if let remark { Terminal.complain(remark) }
    return catalog
  }

  /// What is kept of listeners. Throws where there is no place for it.
  static func listeners(_ settings: Settings) throws -> ListenerStore {
    try Ownership.make("\(settings.state)/listeners.sqlite", forOwnerOf: settings.state)
    return try ListenerStore(folder: settings.state, keyFolder: keyFolder(settings))
  }

  /// Where the keys of listeners lie.
  static func keyFolder(_ settings: Settings) -> String {
    settings.listeners.keys.isEmpty ? "\(settings.state)/keys" : settings.listeners.keys
  }

  static func scanner(
    _ catalog: Catalog, _ settings: Settings, priority: WorkPriority = .ordinary
  ) -> MusicScanner {
    MusicScanner(
      catalog: catalog, folder: MusicFolder(path: settings.music.folder), ear: AnalysingEar(), priority: priority)
  }
}

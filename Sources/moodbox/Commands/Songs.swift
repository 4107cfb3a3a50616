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
    try giveToOwner(of: settings.state, "catalog.sqlite")
    return try Catalog.open(in: settings.state, evenInMemory: evenInMemory)
  }

  /// The same for a command: says on standard error what there is to know.
  static func catalog(_ settings: Settings) throws -> Catalog {
    let (catalog, remark) = try catalog(settings, evenInMemory: false)
    if let remark { Terminal.complain(remark) }
    return catalog
  }

  /// A database that root makes belongs to whom its folder belongs to: the service, which is not root, must write it. What
  /// SQLite puts beside it takes over its owner.
  private static func giveToOwner(of folder: String, _ name: String) throws(IOFailure) {
    var owner = stat()
    let path = "\(folder)/\(name)"
    guard geteuid() == 0, stat(folder, &owner) == 0, owner.st_uid != 0, access(path, F_OK) != 0 else { return }
    let file = try FileDescriptor(opening: path, O_RDWR | O_CREAT | O_EXCL)
    try file.withRaw { (raw) throws(IOFailure) in
      _ = try valueOrErrno("fchown", on: path) { fchown(raw, owner.st_uid, owner.st_gid) }
    }
  }

  /// What is kept of listeners. Throws where there is no place for it.
  static func listeners(_ settings: Settings) throws -> ListenerStore {
    try giveToOwner(of: settings.state, "listeners.sqlite")
    let keys = settings.listeners.keys.isEmpty ? "\(settings.state)/keys" : settings.listeners.keys
    return try ListenerStore(folder: settings.state, keyFolder: keys)
  }

  static func scanner(
    _ catalog: Catalog, _ settings: Settings, priority: WorkPriority = .ordinary
  ) -> MusicScanner {
    MusicScanner(
      catalog: catalog, folder: MusicFolder(path: settings.music.folder), ear: AnalysingEar(), priority: priority)
  }
}

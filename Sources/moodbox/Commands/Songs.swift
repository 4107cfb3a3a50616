import FoundationEssentials
import Glibc
import Library
import Settings
import System

/// The library as the settings place it.
enum Songs {
  static func catalog(_ settings: Settings) throws -> Catalog {
    guard FileManager.default.fileExists(atPath: settings.state) else {
      throw Failure("\(settings.state): there is no such folder; make it, or set state to another")
    }
    try giveToOwner(of: settings.state)
    return try Catalog(folder: settings.state)
  }

  /// A catalog that root makes belongs to whom its folder belongs to: the service, which is not root, must write it. What
  /// SQLite puts beside it takes over its owner.
  private static func giveToOwner(of folder: String) throws(IOFailure) {
    var owner = stat()
    let path = "\(folder)/catalog.sqlite"
    guard geteuid() == 0, stat(folder, &owner) == 0, owner.st_uid != 0, access(path, F_OK) != 0 else { return }
    let file = try FileDescriptor(opening: path, O_RDWR | O_CREAT | O_EXCL)
    try file.withRaw { (raw) throws(IOFailure) in
      _ = try valueOrErrno("fchown", on: path) { fchown(raw, owner.st_uid, owner.st_gid) }
    }
  }

  static func scanner(_ catalog: Catalog, _ settings: Settings) -> MusicScanner {
    MusicScanner(catalog: catalog, folder: MusicFolder(path: settings.music.folder), ear: AnalysingEar())
  }
}

import Glibc
import System

/// The catalog's file and its copies in the state folder.
struct CatalogFile: Sendable {
  let path: String
  /// Made from time to time.
  var backup: String { path + ".backup" }

  init(folder: String) { path = folder + "/catalog.sqlite" }

  /// Where the file is kept before it is brought to a later version.
  func backup(ofVersion version: Int) -> String { "\(path).version-\(version)" }

  /// Renames a file that is damaged, so that somebody may still look at it, and puts the last copy in its place, if there is one
  /// that is sound. Says what it did.
  func repair(because reason: String, at time: Int64) throws(IOFailure) -> String {
    let aside = "\(path).damaged-\(time)"
    try valueOrErrno("rename", on: path) { rename(path, aside) }
    // The log belongs to the file that is gone.
    for ending in ["-wal", "-shm"] where access(path + ending, F_OK) == 0 {
      try valueOrErrno("rename", on: path + ending) { rename(path + ending, aside + ending) }
    }
    // Root may do the repair, but the service must write the file.
    defer {
      try? Ownership.make(path, forOwnerOf: aside)
      try? Ownership.give(path, toOwnerOf: aside)
    }
    let whatHappened = "the catalog was damaged (\(reason)) and is now \(aside)"
    guard access(backup, F_OK) == 0 else { return "\(whatHappened); a new one is made from the files" }
    do {
      try SQLiteDatabase.copy(backup, to: path)
      return "\(whatHappened); its last copy is used, and brought up to date from the files"
    } catch {
      return "\(whatHappened); its last copy cannot be used either (\(error)), and a new one is made from the files"
    }
  }
}

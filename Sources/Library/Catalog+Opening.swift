import Glibc
import System

extension Catalog {
  /// How old a copy of the catalog may become, in seconds.
  private static let backupAge: Int64 = 86_400

  /// Opens the catalog in a folder as ``init(folder:)`` does, but sets a damaged one aside first, and takes its last copy or, when
  /// there is none, an empty one, which the next scan fills.
  ///
  /// - Parameters:
  ///   - evenInMemory: when the file cannot be used or written, works with a copy in memory rather than not at all.
  ///   - time: in seconds since 1970.
  /// - Returns: the catalog, and what people should know of it.
  package static func open(
    in folder: String, evenInMemory: Bool, at time: Int64 = WallClock.seconds
  ) throws -> (catalog: Catalog, remark: String?) {
    do {
      return (try Catalog(folder: folder), nil)
    } catch let failure as SQLiteFailure where failure.isDamage {
      let remark = try CatalogFile(folder: folder).repair(because: failure.message, at: time)
      return (try Catalog(folder: folder), remark)
    } catch  where evenInMemory {
      // Whatever is wrong: it is a music box first.
      let catalog = try (try? Catalog(copyOf: folder)) ?? Catalog(copyOf: nil, folder: folder)
      return (catalog, "\(error); until that is mended, the box remembers nothing new of its songs")
    }
  }

  /// Looks whether the file is sound, and repairs it if not. Says what it did.
  package func examine(at time: Int64 = WallClock.seconds) throws -> String? {
    guard !isInMemory else { return nil }
    guard let fault = try database.firstFault() else { return nil }
    // The connection must not write what it still holds into the new file.
    database = try SQLiteDatabase.inMemory()
    let remark = try file.repair(because: fault, at: time)
    database = try Self.prepared(file)
    revision += 1
    return remark
  }

  /// Goes back to the disk if it can be written again. True when the catalog is on the disk and was not before.
  package func returnToDisk() throws -> Bool {
    guard isInMemory, let opened = try? Self.prepared(file) else { return false }
    database = opened
    isInMemory = false
    revision += 1
    return true
  }

  /// Throws when the disk cannot be written: what was lost for want of room is back only when a write succeeds.
  package func tryWriting() throws {
    guard !isInMemory else { return }
    try database.tryWriting()
  }

  /// Copies the catalog beside itself if that was not done for a day.
  package func backUpIfDue(at time: Int64 = WallClock.seconds) async throws {
    guard !isInMemory else { return }
    var status = stat()
    if stat(file.backup, &status) == 0, abs(time - Int64(status.st_mtim.tv_sec)) < Self.backupAge { return }
    try await backUp()
  }

  /// Copies the catalog beside itself, while others go on using it.
  package func backUp() async throws {
    let file = file
    try await onThread(.idle) { _ in try SQLiteDatabase.copy(file.path, to: file.backup) }
  }
}

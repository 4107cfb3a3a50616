import CSQLite
import Glibc
import System

extension SQLiteDatabase {
  /// A database in memory, gone when its life ends.
  static func inMemory() throws(SQLiteFailure) -> SQLiteDatabase { try SQLiteDatabase(path: ":memory:") }

  /// Opens a file that is there, only to read it: no lock is taken and nothing is made beside it, so that it can lie on a disk that
  /// is full or mounted read-only. What its log holds is not seen, and nobody may be writing it.
  static func unchanging(path: String) throws(SQLiteFailure) -> SQLiteDatabase {
    let unreserved = Set("/-._~".utf8)
    func isPlain(_ byte: UInt8) -> Bool {
      let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      return isLetter || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || unreserved.contains(byte)
    }
    let digits = Array("0123456789ABCDEF")
    let escaped = path.utf8.map { byte -> String in
      isPlain(byte) ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }
    return try SQLiteDatabase(
      opening: "file:\(escaped.joined())?immutable=1", flags: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, path: path)
  }

  /// What is wrong with the file, in SQLite's words; nil when it is sound.
  borrowing func firstFault() throws -> String? {
    // Not as a `catch` with a condition, over which Swift's compilers trip.
    let result = Result { try rows("PRAGMA quick_check(1)") { $0.text(0) ?? "" } }
    switch result {
    case .success(let words): return words.first { $0 != "ok" }
    case .failure(let failure as SQLiteFailure) where failure.isDamage: return failure.message
    case .failure(let failure): throw failure
    }
  }

  /// Writes what stands there already: a page, through the log and on to the disk.
  borrowing func tryWriting() throws {
    let version = try integer("PRAGMA user_version")
    try transaction { try execute("PRAGMA user_version = \(version)") }
  }

  /// Puts all that is in this database in place of what is in another. `sqlite3_backup_step`
  borrowing func copy(to other: borrowing SQLiteDatabase) throws(SQLiteFailure) {
    guard let copying = sqlite3_backup_init(other.handle, "main", handle, "main") else {
      throw other.failure(sqlite3_extended_errcode(other.handle))
    }
    let code = sqlite3_backup_step(copying, -1)
    let end = sqlite3_backup_finish(copying)
    guard code == SQLITE_DONE else {
      throw SQLiteFailure(path: other.path, code: end, message: String(cString: sqlite3_errstr(end)))
    }
  }

  /// Copies a database, also while others write it, to a file that is only there when it is whole and on the disk. A source that is
  /// damaged is not copied: an earlier copy is better.
  static func copy(_ path: String, to copy: String) throws {
    let beside = copy + ".new"
    unlink(beside)
    do {
      let source = try SQLiteDatabase(path: path)
      if let fault = try source.firstFault() { throw SQLiteFailure(path: path, code: SQLITE_CORRUPT, message: fault) }
      let target = try SQLiteDatabase(path: beside)
      try source.copy(to: target)
      try WholeFile.move(beside, to: copy)
    } catch {
      unlink(beside)
      throw error
    }
  }
}

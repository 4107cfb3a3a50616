import CSQLite

/// A database that could not be opened, read or written: which file, why, and what to do about it.
package struct SQLiteFailure: Error, Equatable, Sendable, CustomStringConvertible {
  package let path: String
  /// SQLite's extended result code.
  package let code: Int32
  /// `SQLITE_IOERR_SHMSIZE`, whose macro Swift does not import.
  static let noRoomForIndex = SQLITE_IOERR | 19 << 8
  /// SQLite's own words.
  package let message: String

  /// The file is not what it was written as.
  var isDamage: Bool { [SQLITE_NOTADB, SQLITE_CORRUPT].contains(code & 0xFF) }

  package var description: String {
    switch code & 0xFF {
    case SQLITE_IOERR where code == Self.noRoomForIndex:
      "\(path): cannot be opened because the disk is full: there is no room for the file beside it that ends in -shm"
    case SQLITE_NOTADB:
      "\(path): is not a database; moodbox catalog scan sets it aside and makes a new one"
    case SQLITE_CORRUPT:
      "\(path): is damaged (\(message)); moodbox catalog scan sets it aside and takes its last copy or makes a new one"
    case SQLITE_BUSY, SQLITE_LOCKED:
      "\(path): is in use by another process; stop the service first, or let it do this"
    case SQLITE_FULL: "\(path): cannot be written because the disk is full"
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH:
      "\(path): cannot be opened for writing (\(message)); check that its folder exists, who owns both, and "
        + "that the disk is not mounted read-only"
    case SQLITE_IOERR: "\(path): the disk failed to read or write (\(message), SQLite code \(code))"
    default: "\(path): \(message) (SQLite code \(code))"
    }
  }
}

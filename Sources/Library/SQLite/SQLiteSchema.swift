/// The tables of one of our databases, version by version.
struct SQLiteSchema: Sendable {
  /// How `file(1)` and we know the database from others: `PRAGMA application_id`.
  let applicationID: Int64
  /// `migrations[n]` leads from version n to n + 1. What stands here was shipped and never changes.
  let migrations: [String]

  var version: Int { migrations.count }

  /// Why a database is left as it is.
  enum Refusal: Error {
    /// Another program wrote it.
    case foreign
    /// A later version of ours wrote it.
    case newer(version: Int)
  }

  /// Brings an empty database or one of an earlier version up to date; throws ``Refusal`` for any other.
  ///
  /// - Parameter keep: is called before a database with tables is changed, with the version that it has.
  func prepare(_ database: borrowing SQLiteDatabase, keep: (_ version: Int) throws -> Void = { _ in }) throws {
    let application = try database.integer("PRAGMA application_id")
    let found = Int(try database.integer("PRAGMA user_version"))
    let tables = try database.integer("SELECT count(*) FROM sqlite_schema")
    guard application == applicationID || (application == 0 && found == 0 && tables == 0) else { throw Refusal.foreign }
    guard found <= version else { throw Refusal.newer(version: found) }
    // Readers do not wait for a scan, and each commit is one write at the end of the log.
    try database.execute("PRAGMA journal_mode = WAL")
    // FULL: what the owner set is on the disk before we say so. Commits are rare enough that it costs nothing.
    // What is deleted is overwritten too; that it cannot be read does not hang on it.
    try database.execute(
      "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON")
    guard found < version else { return }
    if tables > 0 { try keep(found) }
    try database.transaction {
      for migration in migrations[max(0, found)...] { try database.execute(migration) }
      try database.execute("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
    }
  }
}

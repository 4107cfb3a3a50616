/// The tables of `listeners.sqlite`.
enum ListenerSchema {
  /// "MOOL" in ASCII.
  private static let applicationID: Int64 = 0x4D4F_4F4C

  /// Only numbers, kinds and days are readable: names, and all that is in the history, are sealed under the listener's key.
  /// Number 0 stands for nobody in particular.
  private static let tables = """
    CREATE TABLE listeners (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      profile BLOB NOT NULL
    ) STRICT;
    CREATE TABLE history (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      listener INTEGER NOT NULL REFERENCES listeners (id) ON DELETE CASCADE,
      kind INTEGER NOT NULL,
      day INTEGER NOT NULL,
      entry BLOB NOT NULL
    ) STRICT;
    CREATE INDEX history_by_listener ON history (listener, kind, id);
    CREATE TABLE choice (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      listener INTEGER REFERENCES listeners (id) ON DELETE SET NULL
    ) STRICT;
    INSERT INTO choice (id) VALUES (1);
    INSERT INTO listeners (id, profile) VALUES (0, x'');
    """

  static func prepare(_ database: borrowing SQLiteDatabase, path: String) throws {
    let application = try database.integer("PRAGMA application_id")
    let version = try database.integer("PRAGMA user_version")
    let tables = try database.integer("SELECT count(*) FROM sqlite_schema")
    guard application == applicationID || (application == 0 && tables == 0) else {
      throw ListenerFailure.foreignDatabase(path: path)
    }
    guard version <= 1 else { throw ListenerFailure.newerVersion(path: path) }
    try database.execute("PRAGMA journal_mode = WAL")
    // What is deleted is overwritten too; that it cannot be read does not hang on it.
    try database.execute(
      "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON")
    guard version < 1 else { return }
    try database.transaction {
      try database.execute(Self.tables)
      try database.execute("PRAGMA application_id = \(applicationID); PRAGMA user_version = 1")
    }
  }
}

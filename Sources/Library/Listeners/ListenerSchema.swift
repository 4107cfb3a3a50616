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

  private static let schema = SQLiteSchema(applicationID: applicationID, migrations: [tables])

  static func prepare(_ database: borrowing SQLiteDatabase, path: String) throws {
    do {
      try schema.prepare(database)
    } catch let refusal as SQLiteSchema.Refusal {
      switch refusal {
      case .foreign: throw ListenerFailure.foreignDatabase(path: path)
      case .newer: throw ListenerFailure.newerVersion(path: path)
      }
    }
  }
}

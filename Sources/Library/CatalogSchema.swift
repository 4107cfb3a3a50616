/// The catalog's tables, version by version.
enum CatalogSchema {
  /// "MOOD" in ASCII: how `file(1)` and we know a catalog from other databases.
  static let applicationID: Int64 = 0x4D4F_4F44

  /// `migrations[n]` leads from version n to n + 1. What stands here was shipped and never changes.
  static let migrations = [
    """
    CREATE TABLE tracks (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      path TEXT NOT NULL UNIQUE,
      state TEXT NOT NULL DEFAULT 'present' CHECK (state IN ('present', 'missing', 'hidden')),
      size INTEGER NOT NULL,
      modified INTEGER NOT NULL,
      fingerprint BLOB NOT NULL,
      added INTEGER NOT NULL,
      title TEXT NOT NULL,
      artist TEXT NOT NULL,
      album TEXT NOT NULL,
      genre TEXT NOT NULL,
      year INTEGER,
      number INTEGER,
      duration INTEGER NOT NULL CHECK (duration >= 0),
      tempo REAL CHECK (tempo > 0),
      energy REAL CHECK (energy BETWEEN 0 AND 1),
      valence REAL CHECK (valence BETWEEN 0 AND 1),
      key INTEGER CHECK (key BETWEEN 0 AND 11),
      mode TEXT CHECK (mode IN ('minor', 'major')),
      loudness REAL,
      owner_set INTEGER NOT NULL DEFAULT 0,
      analyser INTEGER,
      analysis_failure TEXT
    ) STRICT;
    CREATE INDEX tracks_by_state ON tracks (state, id);

    CREATE TABLE plays (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      track INTEGER NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
      time INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX plays_by_track ON plays (track);
    """,
    """
    ALTER TABLE tracks ADD COLUMN arousal REAL CHECK (arousal BETWEEN 0 AND 1);
    ALTER TABLE tracks ADD COLUMN danceability REAL CHECK (danceability BETWEEN 0 AND 1);
    ALTER TABLE tracks ADD COLUMN acousticness REAL CHECK (acousticness BETWEEN 0 AND 1);
    ALTER TABLE tracks ADD COLUMN mood TEXT
      CHECK (mood IN ('angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'));
    ALTER TABLE tracks ADD COLUMN tempo_confidence REAL CHECK (tempo_confidence BETWEEN 0 AND 1);
    ALTER TABLE tracks ADD COLUMN peak REAL;
    CREATE INDEX tracks_by_fingerprint ON tracks (fingerprint);
    """,
  ]

  static var version: Int { migrations.count }

  /// Brings an empty database or one of an earlier version up to date; refuses any other and leaves it as it is.
  static func prepare(_ database: borrowing SQLiteDatabase, _ file: CatalogFile) throws {
    let path = file.path
    let application = try database.integer("PRAGMA application_id")
    let found = Int(try database.integer("PRAGMA user_version"))
    let tables = try database.integer("SELECT count(*) FROM sqlite_schema")
    guard application == applicationID || (application == 0 && found == 0 && tables == 0) else {
      throw CatalogFailure.foreignDatabase(path: path)
    }
    guard found <= version else {
      throw CatalogFailure.newerVersion(path: path, version: found, known: version)
    }
    // Readers do not wait for a scan, and each commit is one write at the end of the log.
    try database.execute("PRAGMA journal_mode = WAL")
    // FULL: what the owner set is on the disk before we say so. Commits are rare enough that it costs nothing.
    try database.execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF")
    guard found < version else { return }
    // What went wrong at a change of version could not be undone otherwise.
    if tables > 0, database.path == path { try SQLiteDatabase.copy(path, to: file.backup(ofVersion: found)) }
    try database.transaction {
      for migration in migrations[max(0, found)...] { try database.execute(migration) }
      try database.execute("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
    }
  }
}

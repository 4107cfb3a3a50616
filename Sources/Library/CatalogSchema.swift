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
    // Plays are sealed, each listener's under a key of their own, and kept beside the catalog.
    """
    DROP TABLE plays;
    """,
  ]

  private static let schema = SQLiteSchema(applicationID: applicationID, migrations: migrations)

  /// Brings an empty database or one of an earlier version up to date; refuses any other and leaves it as it is.
  static func prepare(_ database: borrowing SQLiteDatabase, _ file: CatalogFile) throws {
    let isFile = database.path == file.path
    do {
      // What went wrong at a change of version could not be undone otherwise.
      try schema.prepare(database) { version in
        if isFile { try SQLiteDatabase.copy(file.path, to: file.backup(ofVersion: version)) }
      }
    } catch let refusal as SQLiteSchema.Refusal {
      switch refusal {
      case .foreign: throw CatalogFailure.foreignDatabase(path: file.path)
      case .newer(let version):
        throw CatalogFailure.newerVersion(path: file.path, version: version, known: migrations.count)
      }
    }
  }
}

import Domain

/// What a scan reads and writes. ``MusicScanner`` decides; every call here is one transaction.
extension Catalog {
  /// Lets one step of a scan run at a time, in the order in which they came.
  func beginStep() async {
    guard isStepping else {
      isStepping = true
      return
    }
    await withCheckedContinuation { waitingForStep.append($0) }
  }

  func endStep() {
    if waitingForStep.isEmpty { isStepping = false } else { waitingForStep.removeFirst().resume() }
  }

  /// What the catalog knows of every file.
  func knownFiles() throws -> [KnownFile] {
    try database.rows("SELECT id, path, state, size, modified, fingerprint FROM tracks") { row in
      KnownFile(
        id: row.integer(0) ?? 0, path: row.text(1) ?? "",
        state: row.text(2).flatMap { CatalogEntry.State(rawValue: $0) } ?? .missing,
        size: row.integer(3) ?? 0, modified: row.integer(4) ?? 0, fingerprint: row.blob(5))
    }
  }

  /// Writes a batch of files.
  ///
  /// - Parameter time: in seconds since 1970.
  func apply(_ changes: [FileChange], at time: Int64) throws {
    guard !changes.isEmpty else { return }
    try database.transaction { try write(changes, at: time) }
    revision += 1
  }

  /// Writes one file, and shows its track when the owner had hidden it.
  func add(_ change: FileChange, at time: Int64) throws -> CatalogEntry {
    let entry = try database.transaction {
      try write([change], at: time)
      try database.run("UPDATE tracks SET state = 'present' WHERE path = ?", [.text(change.song.path)])
      return try self.entry(path: change.song.path)!
    }
    revision += 1
    return entry
  }

  private func write(_ changes: [FileChange], at time: Int64) throws {
    let insert = try database.prepare(Self.insertion)
    let update = try database.prepare(Self.update)
    let forget = try database.prepare(Self.forgetting)
    for change in changes {
      let song = change.song
      let facts: [SQLiteValue] = [
        .text(song.path), .integer(song.size), .integer(song.modified), .blob(song.fingerprint),
        .integer(Int64(song.duration / .milliseconds(1))), .text(song.tags.title), .text(song.tags.artist),
        .text(song.tags.album), .text(song.tags.genre), SQLiteValue(song.tags.year), SQLiteValue(song.tags.number),
      ]
      switch change {
      case .added: try insert.run(facts + [.integer(time)])
      case .changed(let id, _):
        try forget.run([.integer(id)])
        try update.run(facts + [.integer(id)])
      case .same(let id, _): try update.run(facts + [.integer(id)])
      }
    }
  }

  /// Marks tracks whose files are gone.
  func markMissing(_ ids: [Int64]) throws {
    guard !ids.isEmpty else { return }
    try database.transaction {
      let mark = try database.prepare("UPDATE tracks SET state = 'missing' WHERE id = ?")
      for id in ids { try mark.run([.integer(id)]) }
    }
    revision += 1
  }

  /// Has every song listened to again; until then, what was heard before stays.
  func forgetAnalyses() throws {
    try database.run("UPDATE tracks SET analyser = NULL, analysis_failure = NULL WHERE state = 'present'")
  }

  /// How many tracks no analyser of this version has listened to.
  func unanalysed(by version: Int) throws -> Int {
    Int(
      try database.integer(
        "SELECT count(*) FROM tracks WHERE state = 'present' AND (analyser IS NULL OR analyser < ?)",
        [.integer(Int64(version))]))
  }

  /// The first of them; nil when there is none.
  func nextUnanalysed(by version: Int) throws -> (id: Int64, path: String, fingerprint: [UInt8])? {
    try database.rows(
      """
      SELECT id, path, fingerprint FROM tracks
      WHERE state = 'present' AND (analyser IS NULL OR analyser < ?) ORDER BY id LIMIT 1
      """, [.integer(Int64(version))]
    ) { ($0.integer(0) ?? 0, $0.text(1) ?? "", $0.blob(2)) }.first
  }

  /// Has whoever chooses songs see what was heard since. Not after every song: reading a large library takes a while.
  func publish() { revision += 1 }

  /// Stores what an analyser heard, unless the file was changed since. Features that the owner set stay.
  func store(_ features: AudioFeatures, for id: Int64, fingerprint: [UInt8], analyser: Int) throws {
    let values: [(field: TrackField, value: SQLiteValue)] = [
      (.tempo, SQLiteValue(features.tempo)), (.energy, SQLiteValue(features.energy)),
      (.valence, SQLiteValue(features.valence)), (.key, SQLiteValue(features.key)),
      (.mode, .text(features.mode.rawValue)), (.loudness, SQLiteValue(features.loudness)),
      (.arousal, SQLiteValue(features.arousal)), (.danceability, SQLiteValue(features.danceability)),
      (.acousticness, SQLiteValue(features.acousticness)),
    ]
    let assignments = values.map { field, _ in
      "\(field.rawValue) = iif(owner_set & \(field.bit), \(field.rawValue), ?)"
    }
    try database.run(
      """
      UPDATE tracks SET \(assignments.joined(separator: ", ")), tempo_confidence = ?, peak = ?, analyser = ?,
        analysis_failure = NULL
      WHERE id = ? AND fingerprint = ?
      """,
      values.map(\.value) + [
        SQLiteValue(features.tempoConfidence), SQLiteValue(features.peak), .integer(Int64(analyser)), .integer(id),
        .blob(fingerprint),
      ])
  }

  /// Notes that an analyser could make nothing of a file, so that it is not tried at every scan.
  func store(failure: String, for id: Int64, fingerprint: [UInt8], analyser: Int) throws {
    try database.run(
      "UPDATE tracks SET analyser = ?, analysis_failure = ? WHERE id = ? AND fingerprint = ?",
      [.integer(Int64(analyser)), .text(SongTags.cleaned(failure)), .integer(id), .blob(fingerprint)])
  }

  private static let insertion = """
    INSERT INTO tracks
      (path, size, modified, fingerprint, duration, title, artist, album, genre, year, number, added)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  private static let update: String = {
    let tags: [TrackField] = [.title, .artist, .album, .genre, .year, .number]
    let assignments = tags.map { "\($0.rawValue) = iif(owner_set & \($0.bit), \($0.rawValue), ?)" }
    return """
      UPDATE tracks SET path = ?, size = ?, modified = ?, fingerprint = ?, duration = ?,
        \(assignments.joined(separator: ", ")), state = iif(state = 'hidden', 'hidden', 'present')
      WHERE id = ?
      """
  }()

  /// Drops what was measured of the sound that a file held before.
  private static let forgetting: String = {
    let features = TrackField.allCases.filter(\.isFeature)
    let assignments = features.map { "\($0.rawValue) = iif(owner_set & \($0.bit), \($0.rawValue), NULL)" }
    return """
      UPDATE tracks SET \(assignments.joined(separator: ", ")), tempo_confidence = NULL, peak = NULL, analyser = NULL,
        analysis_failure = NULL
      WHERE id = ?
      """
  }()
}

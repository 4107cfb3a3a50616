extension Catalog {
  /// The library in figures.
  package func statistics() throws -> CatalogStatistics {
    let sql = """
      SELECT count(*), count(DISTINCT nullif(artist, '')), count(DISTINCT nullif(album, '')),
        count(DISTINCT nullif(genre, '')), total(duration), total(size),
        count(iif(tempo + energy + valence + key + loudness NOTNULL AND mode NOTNULL, 1, NULL)),
        count(analysis_failure),
        (SELECT count(*) FROM tracks WHERE state = 'missing'), (SELECT count(*) FROM tracks WHERE state = 'hidden')
      FROM tracks WHERE state = 'present'
      """
    return try database.rows(sql) { row in
      CatalogStatistics(
        tracks: Int(row.integer(0) ?? 0), artists: Int(row.integer(1) ?? 0), albums: Int(row.integer(2) ?? 0),
        genres: Int(row.integer(3) ?? 0), duration: .milliseconds(row.integer(4) ?? 0), size: row.integer(5) ?? 0,
        analysed: Int(row.integer(6) ?? 0), failed: Int(row.integer(7) ?? 0), missing: Int(row.integer(8) ?? 0),
        hidden: Int(row.integer(9) ?? 0))
    }[0]
  }

  /// Songs whose files hold the same, by their paths.
  func duplicates() throws -> [[String]] {
    let rows = try database.rows(
      """
      SELECT fingerprint, path FROM tracks WHERE state = 'present' AND fingerprint IN
        (SELECT fingerprint FROM tracks WHERE state = 'present' GROUP BY fingerprint HAVING count(*) > 1)
      ORDER BY fingerprint, path
      """
    ) { (fingerprint: $0.blob(0), path: $0.text(1) ?? "") }
    return Dictionary(grouping: rows, by: \.fingerprint).values.map { $0.map(\.path) }.sorted { $0[0] < $1[0] }
  }

  /// What SQLite finds wrong with the file; empty when it is sound.
  func faults() throws -> [String] {
    try database.rows("PRAGMA integrity_check") { $0.text(0) ?? "" }.filter { $0 != "ok" }
  }
}

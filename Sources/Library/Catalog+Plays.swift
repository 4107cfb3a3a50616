extension Catalog {
  /// The box remembers this many plays: enough for "not again today", little enough to say nothing about last month.
  private static let remembered = 200

  /// Notes that a track was played. A track that is gone by now is not noted.
  ///
  /// - Parameter time: in seconds since 1970.
  package func recordPlay(of id: Int64, at time: Int64) throws {
    try database.transaction {
      try database.run(
        "INSERT INTO plays (track, time) SELECT id, ?2 FROM tracks WHERE id = ?1", [.integer(id), .integer(time)])
      try database.run(
        "DELETE FROM plays WHERE id <= (SELECT max(id) FROM plays) - ?", [.integer(Int64(Self.remembered))])
    }
  }

  /// The last plays of tracks, the latest first, each track once.
  package func recentPlays(_ count: Int) throws -> [Play] {
    try database.rows(
      "SELECT track, max(time) FROM plays GROUP BY track ORDER BY max(id) DESC LIMIT ?",
      [.integer(Int64(max(0, count)))]
    ) { Play(track: $0.integer(0) ?? 0, time: $0.integer(1) ?? 0) }
  }
}

import Domain
import System

/// The library of songs: the one owner of the file `catalog.sqlite`.
///
/// Every call is a short transaction on a queue of its own, so that nobody waits for the disk who does not have to. What a
/// call promised is on the disk when it returns, and a power cut leaves the catalog as it was before or after a call.
package actor Catalog {
  private let executor = QueueExecutor("catalog")
  nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  let database: SQLiteDatabase
  /// Grows with each change that matters to what is played: time to make a new recommender.
  package internal(set) var revision = 0
  var scanning = false

  /// Opens the catalog in a folder that exists; makes it when there is none. Blocks.
  ///
  /// Throws ``SQLiteFailure`` or ``CatalogFailure`` and changes nothing when the file is not a catalog, damaged, or of a
  /// later version.
  package init(folder: String) throws {
    let path = folder + "/catalog.sqlite"
    database = try SQLiteDatabase(path: path)
    try CatalogSchema.prepare(database, path: path)
  }

  /// The songs that can be played, by catalog row.
  package func tracks() throws -> [Track] {
    try entries(CatalogFilter()).map(\.track)
  }

  /// What the catalog knows of the tracks that pass, by artist, album, number and title.
  package func entries(_ filter: CatalogFilter = CatalogFilter()) throws -> [CatalogEntry] {
    try database.rows(
      """
      SELECT \(CatalogEntry.columns) FROM tracks WHERE ?1 IS NULL OR state = ?1
      ORDER BY artist, album, number, title, id
      """, [SQLiteValue(filter.state?.rawValue)]
    ) { CatalogEntry($0) }.filter(filter.passes)
  }

  /// All that is known of a track.
  package func entry(_ id: Int64) throws -> CatalogEntry {
    let found = try database.rows("SELECT \(CatalogEntry.columns) FROM tracks WHERE id = ?", [.integer(id)]) {
      CatalogEntry($0)
    }
    guard let entry = found.first else { throw CatalogFailure.noSuchTrack(id) }
    return entry
  }

  /// The track of a file, by its path below the music folder; nil when there is none.
  package func entry(path: String) throws -> CatalogEntry? {
    try database.rows("SELECT \(CatalogEntry.columns) FROM tracks WHERE path = ?", [.text(path)]) {
      CatalogEntry($0)
    }.first
  }

  /// Sets fields of a track to what the owner wrote; no scan changes them again. All or, when one is unusable, none.
  package func set(_ id: Int64, _ values: [TrackField: String]) throws {
    var checked: [TrackField: SQLiteValue] = [:]
    for (field, text) in values { checked[field] = try field.value(of: text) }
    try database.transaction {
      _ = try entry(id)
      try store(checked, for: id)
    }
    revision += 1
  }

  /// Takes a track out of the library for good: forgets it when its file is gone, else hides it, so that no scan brings
  /// it back. ``MusicScanner/add(_:)`` does.
  package func remove(_ id: Int64) throws {
    try database.transaction {
      guard try entry(id).state == .missing else {
        try database.run("UPDATE tracks SET state = 'hidden' WHERE id = ?", [.integer(id)])
        return
      }
      try database.run("DELETE FROM tracks WHERE id = ?", [.integer(id)])
    }
    revision += 1
  }

  /// Writes values that were checked, as the owner's.
  func store(_ values: [TrackField: SQLiteValue], for id: Int64) throws {
    for (field, value) in values {
      // A field's name is one of ours and the column's name.
      try database.run(
        "UPDATE tracks SET \(field.rawValue) = ?, owner_set = owner_set | ? WHERE id = ?",
        [value, .integer(field.bit), .integer(id)])
    }
  }
}

import Domain
import System

/// The library of songs: the one owner of the file `catalog.sqlite`.
///
/// Every call is a short transaction on a queue of its own, so that nobody waits for the disk who does not have to. What a
/// call promised is on the disk when it returns, and a power cut leaves the catalog as it was before or after a call.
package actor Catalog {
  private let executor = QueueExecutor("catalog")
  nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  var database: SQLiteDatabase
  let file: CatalogFile
  /// Whether the disk could not be written: then all is forgotten at the end.
  package internal(set) var isInMemory: Bool
  /// Grows with each change that matters to what is played: time to make a new recommender.
  package internal(set) var revision = 0
  var isStepping = false
  var waitingForStep: [CheckedContinuation<Void, Never>] = []

  /// Opens the catalog in a folder that exists; makes it when there is none. Blocks.
  ///
  /// Throws ``SQLiteFailure`` or ``CatalogFailure`` and changes nothing when the file is not a catalog, damaged, or of a
  /// later version.
  package init(folder: String) throws {
    file = CatalogFile(folder: folder)
    database = try Self.prepared(file)
    isInMemory = false
  }

  /// Works with a copy of the catalog in memory, of an empty one when it cannot even be read.
  init(copyOf folder: String) throws { try self.init(copyOf: folder, folder: folder) }

  /// - Parameter source: the folder to copy from; nil for none.
  init(copyOf source: String?, folder: String) throws {
    file = CatalogFile(folder: folder)
    database = try Self.copy(of: source.map { CatalogFile(folder: $0) })
    isInMemory = true
  }

  static func prepared(_ file: CatalogFile) throws -> SQLiteDatabase {
    let database = try SQLiteDatabase(path: file.path)
    try CatalogSchema.prepare(database, file)
    return database
  }

  private static func copy(of file: CatalogFile?) throws -> SQLiteDatabase {
    let database = try SQLiteDatabase.inMemory()
    if let file, let source = try? SQLiteDatabase.unchanging(path: file.path) { try? source.copy(to: database) }
    try CatalogSchema.prepare(database, file ?? CatalogFile(folder: ":memory:"))
    return database
  }

  /// The songs that can be played, by catalog row.
  package func tracks() throws -> [Track] {
    try entries().map(\.track)
  }

  /// What the catalog knows of the tracks in a state, or of all, by artist, album, number and title.
  package func entries(_ state: CatalogEntry.State? = .present) throws -> [CatalogEntry] {
    try database.rows(
      """
      SELECT \(CatalogEntry.columns) FROM tracks WHERE ?1 IS NULL OR state = ?1
      ORDER BY artist, album, number, title, id
      """, [SQLiteValue(state?.rawValue)]
    ) { CatalogEntry($0) }
  }

  /// The next `count` tracks after a row, whatever their state, by row.
  package func entries(after id: Int64, count: Int) throws -> [CatalogEntry] {
    try database.rows(
      "SELECT \(CatalogEntry.columns) FROM tracks WHERE id > ? ORDER BY id LIMIT ?",
      [.integer(id), .integer(Int64(count))]
    ) { CatalogEntry($0) }
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

  /// Sets fields of several tracks: of each all or none, of all in one transaction. Returns those that could not be set, and why.
  package func set(_ changes: [(id: Int64, values: [TrackField: String])]) throws -> [(id: Int64, reason: String)] {
    var refused: [(id: Int64, reason: String)] = []
    try database.transaction {
      for (id, values) in changes {
        do {
          var checked: [TrackField: SQLiteValue] = [:]
          for (field, text) in values { checked[field] = try field.value(of: text) }
          _ = try entry(id)
          try store(checked, for: id)
        } catch let failure as CatalogFailure {
          refused.append((id, "\(failure)"))
        }
      }
    }
    if refused.count < changes.count { revision += 1 }
    return refused
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

import CSQLite
import FoundationEssentials
import Testing

@testable import Library

@Suite("The catalog's file")
struct CatalogFileTests {
  private let folder: TemporaryFolder
  private var path: String { folder.absolute("catalog.sqlite") }

  init() throws { folder = try TemporaryFolder() }

  @Test("keeps what was promised when it is opened again")
  func reopens() async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    try await shelf.scan()
    let id = try await shelf.only.track.id
    try await shelf.catalog.set(id, [.title: "Again"])
    let again = try Catalog(folder: shelf.folder.absolute("state"))
    #expect(try await again.entry(id).track.title == "Again")
  }

  @Test("is whole when the power goes before the log was folded in")
  func powerCut() async throws {
    let shelf = try Shelf(["a.wav": Wav(pitch: 1), "b.wav": Wav(pitch: 2)])
    try await shelf.scan()
    // What a disk holds at this moment: the database and its log, while the catalog is still open.
    for file in ["catalog.sqlite", "catalog.sqlite-wal"] {
      try folder.write(try shelf.folder.read("state/" + file), to: file)
    }
    #expect(try folder.read("catalog.sqlite-wal").count > 4096)
    let catalog = try Catalog(folder: folder.path)
    #expect(try await catalog.tracks().map(\.path).sorted() == ["a.wav", "b.wav"])
    #expect(try await catalog.faults().isEmpty)
  }

  @Test("loses only the last change when the log is torn", arguments: [1, 700, 3000])
  func tornLog(cut: Int) async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    try await shelf.scan()
    let id = try await shelf.only.track.id
    let before = try shelf.folder.read("state/catalog.sqlite-wal").count
    try await shelf.catalog.set(id, [.title: "After"])
    let log = try shelf.folder.read("state/catalog.sqlite-wal")
    #expect(log.count > before)
    try folder.write(try shelf.folder.read("state/catalog.sqlite"), to: "catalog.sqlite")
    try folder.write(log.dropLast(cut), to: "catalog.sqlite-wal")
    let catalog = try Catalog(folder: folder.path)
    #expect(try await catalog.entry(id).track.title == "a")
    #expect(try await catalog.faults().isEmpty)
  }

  @Test("undoes everything of a transaction that fails")
  func rollsBack() throws {
    let database = try SQLiteDatabase(path: path)
    try database.execute("CREATE TABLE t (n INTEGER UNIQUE)")
    #expect(throws: SQLiteFailure.self) {
      try database.transaction {
        try database.run("INSERT INTO t VALUES (1)")
        try database.run("INSERT INTO t VALUES (1)")
      }
    }
    #expect(try database.integer("SELECT count(*) FROM t") == 0)
  }

  @Test("is refused and left alone when it is not a database")
  func notADatabase() throws {
    let bytes = Array(String(repeating: "Dear diary, ", count: 100).utf8)
    try folder.write(bytes, to: "catalog.sqlite")
    #expect {
      _ = try Catalog(folder: folder.path)
    } throws: { error in
      let failure = error as? SQLiteFailure
      return failure?.code == SQLITE_NOTADB && "\(error)".contains("is not a database; moodbox catalog scan")
    }
    #expect(try folder.read("catalog.sqlite") == bytes)
  }

  @Test("is refused and left alone when a later version wrote it")
  func newer() throws {
    _ = try Catalog(folder: folder.path)
    try SQLiteDatabase(path: path).execute("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)")
    let bytes = try folder.read("catalog.sqlite")
    #expect(throws: CatalogFailure.newerVersion(path: path, version: 99, known: 3)) {
      _ = try Catalog(folder: folder.path)
    }
    #expect(try folder.read("catalog.sqlite") == bytes)
  }

  @Test("is refused and left alone when another program wrote it")
  func foreign() throws {
    try SQLiteDatabase(path: path).execute("CREATE TABLE recipes (soup TEXT)")
    let bytes = try folder.read("catalog.sqlite")
    #expect(throws: CatalogFailure.foreignDatabase(path: path)) { _ = try Catalog(folder: folder.path) }
    #expect(try folder.read("catalog.sqlite") == bytes)
  }

  @Test("says what to do when it is damaged")
  func damaged() async throws {
    _ = try Catalog(folder: folder.path)
    try SQLiteDatabase(path: path).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    var bytes = try folder.read("catalog.sqlite")
    for place in 4096..<bytes.count { bytes[place] = 0xFF }
    try folder.write(bytes, to: "catalog.sqlite")
    let catalog = try Catalog(folder: folder.path)
    await #expect {
      _ = try await catalog.tracks()
    } throws: { error in
      guard let failure = error as? SQLiteFailure else { return false }
      return failure.code & 0xFF == SQLITE_CORRUPT && failure.description.contains("is damaged")
    }
  }

  @Test("is set aside when it is not a database, and its last copy takes its place")
  func restored() async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    try await shelf.scan()
    try await shelf.catalog.backUp()
    let copy = try shelf.folder.read("state/catalog.sqlite.backup")
    try folder.write(Array("Dear diary".utf8), to: "catalog.sqlite")
    let (empty, first) = try Catalog.open(in: folder.path, evenInMemory: false, at: 1)
    #expect(try #require(first).contains("a new one is made"))
    #expect(try await empty.tracks().isEmpty)
    #expect(try folder.read("catalog.sqlite.damaged-1") == Array("Dear diary".utf8))
    try folder.write(copy, to: "catalog.sqlite.backup")
    try folder.write(Array("Dear diary".utf8), to: "catalog.sqlite")
    try? folder.remove("catalog.sqlite-wal")
    let (restored, second) = try Catalog.open(in: folder.path, evenInMemory: false, at: 2)
    #expect(try #require(second).contains("its last copy is used"))
    #expect(try await restored.tracks().map(\.path) == ["a.wav"])
    #expect(try Catalog.open(in: folder.path, evenInMemory: false).remark == nil)
  }

  @Test("is not copied over its last copy while it is damaged")
  func keepsCopy() async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    try await shelf.scan()
    try await shelf.catalog.backUp()
    let copy = try shelf.folder.read("state/catalog.sqlite.backup")
    try shelf.breakCatalog()
    await #expect(throws: SQLiteFailure.self) { try await shelf.catalog.backUp() }
    #expect(try shelf.folder.read("state/catalog.sqlite.backup") == copy)
  }

  @Test("lives in memory while the disk cannot be written, and goes back when it can")
  func inMemory() async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    try await shelf.scan()
    try SQLiteDatabase(path: shelf.folder.absolute("state/catalog.sqlite")).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try folder.write(try shelf.folder.read("state/catalog.sqlite"), to: "catalog.sqlite")
    // Nothing can be made beside the file, as on a disk that is full or mounted read-only.
    for ending in ["-wal", "-shm"] { _ = try folder.folder("catalog.sqlite" + ending) }
    #expect(throws: SQLiteFailure.self) { _ = try Catalog.open(in: folder.path, evenInMemory: false) }
    let (catalog, remark) = try Catalog.open(in: folder.path, evenInMemory: true)
    #expect(try #require(remark).contains("remembers nothing new"))
    #expect(try await catalog.tracks().map(\.path) == ["a.wav"])
    try await catalog.set(1, [.title: "Forgotten"])
    #expect(try await catalog.entry(1).track.title == "Forgotten")
    #expect(try await !catalog.returnToDisk())
    for ending in ["-wal", "-shm"] { try folder.remove("catalog.sqlite" + ending) }
    #expect(try await catalog.returnToDisk())
    #expect(try await catalog.entry(1).track.title == "a")
    #expect(try await catalog.tracks().count == 1)
  }

  @Test("of an earlier version is brought forward, and kept as it was beside")
  func migrates() async throws {
    let old = try SQLiteDatabase(path: path)
    try old.execute(CatalogSchema.migrations[0])
    try old.execute(
      """
      PRAGMA application_id = \(CatalogSchema.applicationID); PRAGMA user_version = 1;
      INSERT INTO tracks (path, size, modified, fingerprint, added, title, artist, album, genre, duration, tempo, owner_set)
      VALUES ('a.wav', 1, 2, x'00', 3, 'Alpha', 'Ada', '', '', 1000, 99.5, 64);
      INSERT INTO plays (track, time) VALUES (1, 1700000000)
      """)
    let catalog = try Catalog(folder: folder.path)
    let entry = try await catalog.entry(1)
    #expect(entry.track.title == "Alpha" && entry.features.tempo == 99.5 && entry.ownerSet == [.tempo])
    #expect(entry.features.danceability == nil)
    #expect(try SQLiteDatabase(path: path).integer("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'plays%'") == 0)
    let kept = try SQLiteDatabase(path: folder.absolute("catalog.sqlite.version-1"))
    #expect(try kept.integer("PRAGMA user_version") == 1 && kept.integer("SELECT count(*) FROM tracks") == 1)
  }

  @Test("names the folder that it cannot be made in")
  func noFolder() {
    #expect {
      _ = try Catalog(folder: folder.absolute("nowhere"))
    } throws: { error in
      guard let failure = error as? SQLiteFailure else { return false }
      return failure.description.hasPrefix(folder.absolute("nowhere/catalog.sqlite"))
        && failure.description.contains("check that its folder exists")
    }
  }
}

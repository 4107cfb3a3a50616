import Domain

@testable import Library

/// A music folder and a catalog of it.
struct Shelf {
  let folder: TemporaryFolder
  let music: MusicFolder
  let catalog: Catalog

  /// In 2033: whatever the tests write was changed long before.
  static let later: Int64 = 2_000_000_000_000_000_000

  init(_ songs: [String: Wav] = [:]) throws {
    folder = try TemporaryFolder()
    music = MusicFolder(path: try folder.folder("music"))
    catalog = try Catalog(folder: try folder.folder("state"))
    for (name, song) in songs { try put(song, at: name) }
  }

  func put(_ song: Wav, at name: String) throws { try folder.write(song.bytes, to: "music/\(name)") }

  func scanner(_ ear: ScriptedEar = ScriptedEar()) -> MusicScanner {
    MusicScanner(catalog: catalog, folder: music, ear: ear, now: { Self.later })
  }

  @discardableResult
  func scan(_ ear: ScriptedEar = ScriptedEar()) async throws -> ScanReport { try await scanner(ear).scan() }

  /// The only track there is.
  var only: CatalogEntry {
    get async throws {
      let entries = try await catalog.entries(nil)
      guard entries.count == 1 else { throw Unexpected(paths: entries.map(\.track.path)) }
      return entries[0]
    }
  }

  struct Unexpected: Error { let paths: [String] }
}

extension Shelf {
  /// Overwrites the pages of the catalog's file, as a failing memory card does.
  func breakCatalog() throws {
    let database = try SQLiteDatabase(path: folder.absolute("state/catalog.sqlite"))
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    var bytes = try folder.read("state/catalog.sqlite")
    for place in 4096..<bytes.count { bytes[place] = 0xFF }
    try folder.write(bytes, to: "state/catalog.sqlite")
  }
}

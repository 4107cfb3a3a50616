import FoundationEssentials
import Glibc
import Testing

@testable import Library

@Suite("What is kept of listeners")
struct ListenerStoreTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var keys: String { folder.path + "/keys" }

  private func store() throws -> ListenerStore { try ListenerStore(folder: folder.path, keyFolder: keys) }

  private func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

  /// All files below the folder, but not the keys.
  private func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix("keys") }
      .map { "\(folder.path)/\($0)" }.filter { path in
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
      }
  }

  private func holds(_ text: String, _ path: String) throws -> Bool {
    let (text, bytes) = (Array(text.utf8), try bytes(path))
    guard bytes.count >= text.count else { return false }
    return (0...(bytes.count - text.count)).contains {
      bytes[$0] == text[0] && Array(bytes[$0..<($0 + text.count)]) == text
    }
  }

  @Test("comes back after a restart: names, learning, history, plays, and whose turn it is")
  func remembers() async throws {
    do {
      let store = try store()
      let ada = try await store.setLearning(true, of: try await store.create("Ada"))
      let bob = try await store.create(" Bob  the Younger ")
      try await store.append(Array("first".utf8), day: 20_000, for: ada)
      try await store.append(Array("second".utf8), day: 20_001, for: ada)
      try await store.recordPlay(Play(track: 7, time: 1_700_000_000), for: bob)
      try await store.recordPlay(Play(track: 8, time: 1_700_000_100), for: nil)
      try await store.use(bob)
    }
    let store = try store()
    #expect(await store.listeners().map(\.name) == ["Ada", "Bob the Younger"])
    #expect(await store.listeners().map(\.learns) == [true, false])
    let (ada, bob) = (try await store.listener(named: "ADA"), try await store.listener(named: "bob the younger"))
    #expect(try await store.history(of: ada) == [Array("first".utf8), Array("second".utf8)])
    #expect(try await store.plays(of: bob) == [Play(track: 7, time: 1_700_000_000)])
    #expect(try await store.plays(of: nil) == [Play(track: 8, time: 1_700_000_100)])
    #expect(try await store.current == bob)
  }

  @Test("of a listener who was forgotten can be read no more, in database, log or backups")
  func forgets() async throws {
    let store = try store()
    let ada = try await store.create("Adelgunde")
    let bob = try await store.create("Bob")
    for number in 0..<50 {
      try await store.append(Array("adelgunde-liked-\(number)".utf8), day: 20_000, for: ada)
      try await store.append(Array("bob-liked-\(number)".utf8), day: 20_000, for: bob)
    }
    try await store.recordPlay(Play(track: 4_711_471_147, time: 1_700_000_000), for: ada)
    // Two kinds of backup: the files as they lie there, and SQLite's own.
    let copy = folder.path + "/backup"
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    for file in ["listeners.sqlite", "listeners.sqlite-wal"] {
      try FileManager.default.copyItem(atPath: "\(folder.path)/\(file)", toPath: "\(copy)/\(file)")
    }
    try SQLiteDatabase(path: folder.path + "/listeners.sqlite").execute("VACUUM INTO '\(folder.path)/vacuumed.sqlite'")
    // A second name of the key file shows what became of the blocks on the disk.
    let key = try bytes("\(keys)/\(ada.id).key")
    #expect(link("\(keys)/\(ada.id).key", "\(folder.path)/blocks") == 0)

    try await store.forget(ada)

    #expect(access("\(keys)/\(ada.id).key", F_OK) != 0)
    #expect(try bytes("\(folder.path)/blocks") == [UInt8](repeating: 0, count: 32))
    let files = try files()
    #expect(files.count >= 6)
    for file in files {
      for text in ["Adelgunde", "adelgunde", "4711471147", "bob-liked", String(decoding: key, as: UTF8.self)] {
        #expect(try !holds(text, file), "\(file) holds \(text)")
      }
    }
    // What the backups hold of her opens with no key that is left.
    let left = try FileManager.default.contentsOfDirectory(atPath: keys).compactMap {
      try ListenerKey(reading: "\(keys)/\($0)")
    }
    #expect(left.count == 2)
    for backup in ["\(copy)/listeners.sqlite", "\(folder.path)/vacuumed.sqlite"] {
      let rows = try SQLiteDatabase(path: backup).rows(
        "SELECT id, listener, entry FROM history", []
      ) { ($0.integer(0) ?? 0, $0.integer(1) ?? 0, $0.blob(2)) }
      #expect(rows.count == 101)
      for (row, listener, entry) in rows {
        let opened = left.contains { $0.open(entry, at: "moodbox history \(listener) \(row)") != nil }
        #expect(opened == (listener == bob.id))
      }
      try folder.write(key, to: "old-key")
      let original = try #require(rows.first { $0.1 == ada.id })
      // It did open before: the test would notice if it looked in the wrong place.
      let before = try ListenerKey(reading: folder.absolute("old-key"))
      #expect(before?.open(original.2, at: "moodbox history \(ada.id) \(original.0)") != nil)
    }
    #expect(try await store.history(of: bob).count == 50)
    #expect(try SQLiteDatabase(path: folder.path + "/listeners.sqlite").integer("SELECT count(*) FROM history") == 50)
  }

  @Test("of somebody whose key is gone is deleted at the next start, and a backup that brings it back is of no use")
  func interrupted() async throws {
    do {
      let store = try store()
      let ada = try await store.create("Ada")
      try await store.append([1, 2, 3], day: 20_000, for: ada)
      try await store.use(ada)
      // As when the power goes between the two steps of forgetting.
      try ListenerKey.destroy("\(keys)/\(ada.id).key")
    }
    let store = try store()
    #expect(await store.listeners().isEmpty)
    #expect(try await store.current == nil)
    #expect(try SQLiteDatabase(path: folder.path + "/listeners.sqlite").integer("SELECT count(*) FROM history") == 0)
    let anew = try await store.create("Ada")
    #expect(anew.id > 1)
    #expect(try await store.history(of: anew).isEmpty)
  }

  @Test("opens nowhere but in its own row, and never when it was changed")
  func bound() async throws {
    let store = try store()
    let ada = try await store.create("Ada")
    for entry in 1...3 { try await store.append([UInt8](repeating: UInt8(entry), count: 40), day: 20_000, for: ada) }
    let database = try SQLiteDatabase(path: folder.path + "/listeners.sqlite")
    try database.execute("UPDATE history SET entry = (SELECT entry FROM history WHERE id = 1) WHERE id = 2")
    #expect(try await store.history(of: ada).map(\.first) == [1, 3])
    let sealed = try database.rows("SELECT entry FROM history WHERE id = 3", []) { $0.blob(0) }[0]
    for place in [0, 12, sealed.count - 1] {
      var changed = sealed
      changed[place] ^= 1
      try database.run("UPDATE history SET entry = ? WHERE id = 3", [.blob(changed)])
      #expect(try await store.history(of: ada).map(\.first) == [1])
    }
    try database.run("UPDATE history SET entry = ? WHERE id = 3", [.blob([1, 2])])
    #expect(try await store.history(of: ada).count == 1)
  }

  @Test("is sealed with a fresh nonce each time")
  func nonces() throws {
    let key = try ListenerKey(creating: folder.path + "/a.key")
    let sealed = try (0..<100).map { _ in try key.seal(Array("the same".utf8), at: "x") }
    #expect(Set(sealed.map { Array($0.prefix(12)) }).count == 100)
    #expect(sealed.allSatisfy { key.open($0, at: "x") == Array("the same".utf8) && key.open($0, at: "y") == nil })
    #expect(try key.open(key.seal([], at: ""), at: "") == [])
  }

  @Test("has keys that only their owner may read")
  func permissions() async throws {
    let store = try store()
    let ada = try await store.create("Ada")
    for (path, mode) in [(keys, 0o700), ("\(keys)/\(ada.id).key", 0o600)] {
      var status = stat()
      #expect(stat(path, &status) == 0 && Int(status.st_mode) & 0o777 == mode, "\(path)")
    }
    #expect(try bytes("\(keys)/\(ada.id).key").count == 32)
  }

  @Test("is kept as long as it may be, and as many entries as say something")
  func retention() async throws {
    let store = try store()
    let ada = try await store.create("Ada")
    for day in 1...10 { try await store.append([UInt8(day)], day: Int64(day), for: ada) }
    try await store.deleteHistory(before: 8)
    #expect(try await store.history(of: ada) == [[8], [9], [10]])
    for time in 1...205 { try await store.recordPlay(Play(track: Int64(time), time: Int64(time) * 86_400), for: nil) }
    #expect(try await store.plays(of: nil).map(\.track) == (6...205).reversed())
  }

  @Test(
    "has no place for names that are none",
    arguments: ["", "  ", "nobody", "Nobody", "a/b", "a\nb", "+", "#", String(repeating: "x", count: 33), "\u{202E}x"])
  func names(name: String) async throws {
    await #expect(throws: ListenerFailure.self) { _ = try await store().create(name) }
  }

  @Test("has each name once, in any case of letters, and a household of sixteen")
  func household() async throws {
    let store = try store()
    for number in 1...16 { _ = try await store.create("Zoë \(number)") }
    await #expect(throws: ListenerFailure.nameTaken("ZOË 3")) { _ = try await store.create("ZOË 3") }
    await #expect(throws: ListenerFailure.tooMany(16)) { _ = try await store.create("Ada") }
    await #expect(throws: ListenerFailure.unknown("Ada")) { _ = try await store.listener(named: "Ada") }
  }

  @Test("is refused and left alone when it is something else")
  func foreign() throws {
    try SQLiteDatabase(path: folder.path + "/listeners.sqlite").execute("CREATE TABLE x (y); PRAGMA application_id = 5")
    #expect(throws: ListenerFailure.foreignDatabase(path: folder.path + "/listeners.sqlite")) { _ = try store() }
  }
}

import FoundationEssentials
import Glibc
import System

/// What the box keeps of its listeners: the one owner of `listeners.sqlite` and of the key files.
///
/// A listener's name and history are sealed under a key of their own (``ListenerKey``), whose file lies outside of the
/// database and its backups. Forgetting a listener destroys the key first: whatever is left of the rest, in the database, its
/// log or a backup, cannot be read from then on, even when the power goes before the rows are deleted.
package actor ListenerStore {
  /// Listeners at most: a household, not a club.
  package static let limit = 16
  /// The choice of no listener; nobody can be called so.
  package static let nobody = "nobody"

  private let executor = QueueExecutor("listeners")
  nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let database: SQLiteDatabase
  private let keyFolder: String
  private var keys: [Int64: ListenerKey] = [:]
  private var known: [Listener] = []

  /// Opens the database in `folder`, which exists, and the keys in `keyFolder`; makes what is missing. Blocks.
  ///
  /// Finishes what a power cut interrupted: a listener whose key is gone is forgotten.
  package init(folder: String, keyFolder: String) throws {
    let path = folder + "/listeners.sqlite"
    try FileManager.default.createDirectory(atPath: keyFolder, withIntermediateDirectories: true)
    try valueOrErrno("chmod", on: keyFolder) { chmod(keyFolder, 0o700) }
    try Ownership.give(keyFolder, toOwnerOf: folder)
    database = try SQLiteDatabase(path: path)
    try ListenerSchema.prepare(database, path: path)
    self.keyFolder = keyFolder
    (keys, known) = try Self.load(database, keyFolder)
  }

  /// All listeners, by name.
  package func listeners() -> [Listener] { known.sorted { $0.name < $1.name } }

  package func listener(named name: String) throws -> Listener {
    guard let listener = known.first(where: { $0.name.lowercased() == name.lowercased() }) else {
      throw ListenerFailure.unknown(name)
    }
    return listener
  }

  /// For whom the box plays; nil for nobody in particular.
  package var current: Listener? {
    get throws {
      let id = try database.integer("SELECT listener FROM choice")
      return known.first { $0.id == id }
    }
  }

  package func use(_ listener: Listener?) throws {
    try database.run("UPDATE choice SET listener = ?", [listener.map { .integer($0.id) } ?? .null])
  }

  /// A listener of whom the box learns nothing until that is asked for.
  package func create(_ name: String) throws -> Listener {
    let name = name.split(separator: " ").joined(separator: " ")
    let fits = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || $0.properties.generalCategory == .nonspacingMark
        || " -'".unicodeScalars.contains($0)
    }
    guard fits, (1...32).contains(name.count), name.utf8.count <= 128, name.lowercased() != Self.nobody else {
      throw ListenerFailure.badName(name)
    }
    guard !known.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
      throw ListenerFailure.nameTaken(name)
    }
    guard known.count < Self.limit else { throw ListenerFailure.tooMany(Self.limit) }
    // The number is fixed before the row is there, because the key comes first.
    let id = try database.integer("SELECT max(seq) FROM sqlite_sequence WHERE name = 'listeners'") + 1
    let key = try ListenerKey(creating: keyPath(id))
    try Ownership.give(keyPath(id), toOwnerOf: keyFolder)
    let listener = Listener(id: id, name: name, learns: false)
    try database.run(
      "INSERT INTO listeners (id, profile) VALUES (?, ?)", [.integer(id), .blob(try Self.profile(of: listener, key))])
    keys[id] = key
    known.append(listener)
    return listener
  }

  @discardableResult
  package func setLearning(_ learns: Bool, of listener: Listener) throws -> Listener {
    guard let place = known.firstIndex(where: { $0.id == listener.id }), let key = keys[listener.id] else {
      throw ListenerFailure.unknown(listener.name)
    }
    let changed = Listener(id: listener.id, name: listener.name, learns: learns)
    try database.run(
      "UPDATE listeners SET profile = ? WHERE id = ?",
      [.blob(try Self.profile(of: changed, key)), .integer(listener.id)])
    known[place] = changed
    return changed
  }

  /// Destroys the key, then deletes what it had sealed.
  package func forget(_ listener: Listener) throws {
    try ListenerKey.destroy(keyPath(listener.id))
    keys[listener.id] = nil
    known.removeAll { $0.id == listener.id }
    try database.run("DELETE FROM listeners WHERE id = ?", [.integer(listener.id)])
    // What the log still holds, nobody can read; it is emptied all the same.
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// What kind of entry a row holds.
  private enum Kind: Int64 {
    case feedback, play

    /// Entries of a kind that are kept, at most: more say nothing more.
    var limit: Int64 { self == .feedback ? 20_000 : 200 }
  }

  /// Adds to a listener's history.
  ///
  /// - Parameter day: since 1970; readable, so that what is too old can be deleted.
  package func append(_ entry: [UInt8], day: Int64, for listener: Listener) throws {
    try append(entry, .feedback, day, listener.id)
  }

  /// A listener's history, the oldest first. Entries that do not open, because somebody changed them, are left out.
  package func history(of listener: Listener) throws -> [[UInt8]] { try entries(.feedback, listener.id) }

  /// Notes that a song was played for a listener; nil is nobody in particular.
  package func recordPlay(_ play: Play, for listener: Listener?) throws {
    try append(Array("\(play.track) \(play.time)".utf8), .play, play.time / 86_400, listener?.id ?? Self.household)
  }

  /// What was played for a listener, the latest first.
  package func plays(of listener: Listener?) throws -> [Play] {
    try entries(.play, listener?.id ?? Self.household).reversed().compactMap { entry in
      let numbers = String(decoding: entry, as: UTF8.self).split(separator: " ").compactMap { Int64($0) }
      return numbers.count == 2 ? Play(track: numbers[0], time: numbers[1]) : nil
    }
  }

  private func append(_ entry: [UInt8], _ kind: Kind, _ day: Int64, _ listener: Int64) throws {
    guard let key = keys[listener] else { throw ListenerFailure.unknown("\(listener)") }
    try database.transaction {
      // The row's number is part of what is sealed, and no number is used twice.
      let row = try database.integer("SELECT max(seq) FROM sqlite_sequence WHERE name = 'history'") + 1
      let sealed = try key.seal(entry, at: Self.place(listener, row))
      try database.run(
        "INSERT INTO history (id, listener, kind, day, entry) VALUES (?, ?, ?, ?, ?)",
        [.integer(row), .integer(listener), .integer(kind.rawValue), .integer(day), .blob(sealed)])
      try database.run(
        """
        DELETE FROM history WHERE listener = ?1 AND kind = ?2 AND id <= (
          SELECT id FROM history WHERE listener = ?1 AND kind = ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3)
        """, [.integer(listener), .integer(kind.rawValue), .integer(kind.limit)])
    }
  }

  private func entries(_ kind: Kind, _ listener: Int64) throws -> [[UInt8]] {
    guard let key = keys[listener] else { return [] }
    return try database.rows(
      "SELECT id, entry FROM history WHERE listener = ? AND kind = ? ORDER BY id",
      [.integer(listener), .integer(kind.rawValue)]
    ) { row in key.open(row.blob(1), at: Self.place(listener, row.integer(0) ?? 0)) }.compactMap { $0 }
  }

  /// Throws when the disk cannot be written.
  package func tryWriting() throws { try database.tryWriting() }

  /// Deletes what is older than that day, of every listener.
  package func deleteHistory(before day: Int64) throws {
    try database.run("DELETE FROM history WHERE day < ?", [.integer(day)])
  }

  // MARK: - At rest

  /// The number of nobody in particular.
  private static let household: Int64 = 0

  private func keyPath(_ id: Int64) -> String { "\(keyFolder)/\(id).key" }

  private static func place(_ listener: Int64, _ row: Int64) -> String { "moodbox history \(listener) \(row)" }

  /// A byte that says whether the listener wants to be learnt from, and the name.
  private static func profile(of listener: Listener, _ key: ListenerKey) throws -> [UInt8] {
    try key.seal([listener.learns ? 1 : 0] + Array(listener.name.utf8), at: "moodbox listener \(listener.id)")
  }

  private static func load(
    _ database: borrowing SQLiteDatabase, _ folder: String
  ) throws -> (keys: [Int64: ListenerKey], known: [Listener]) {
    var keys: [Int64: ListenerKey] = [:]
    var known: [Listener] = []
    let rows = try database.rows("SELECT id, profile FROM listeners") { ($0.integer(0) ?? 0, $0.blob(1)) }
    for (id, profile) in rows {
      let path = "\(folder)/\(id).key"
      if id == household {
        if let key = try ListenerKey(reading: path) {
          keys[id] = key
        } else {
          try database.run("DELETE FROM history WHERE listener = ?", [.integer(id)])
          keys[id] = try ListenerKey(creating: path)
          try Ownership.give(path, toOwnerOf: folder)
        }
        continue
      }
      guard let key = try ListenerKey(reading: path), let text = key.open(profile, at: "moodbox listener \(id)") else {
        // Its key is gone, so that nobody can read it: it was about to be forgotten.
        if access(path, F_OK) != 0 { try database.run("DELETE FROM listeners WHERE id = ?", [.integer(id)]) }
        continue
      }
      keys[id] = key
      known.append(Listener(id: id, name: String(decoding: text.dropFirst(), as: UTF8.self), learns: text.first == 1))
    }
    return (keys, known)
  }
}

import Domain
import Hub
import Library
import Music
import Settings

/// `catalog scan|add|remove|list|show|set|import|export|analyze|check|stats`
struct CatalogCommand: Command {
  static let name = "catalog"
  static let summary = "keep the library of songs"
  static let help = """
    Usage: moodbox catalog scan [--tags] [--json] [--quiet]
           moodbox catalog analyze [--again] [--json] [--quiet]
           moodbox catalog list [TEXT] [FILTER…] [--sort FIELD] [--json | --csv]
           moodbox catalog show SONG [--json]
           moodbox catalog set SONG FIELD=VALUE…
           moodbox catalog add FILE|FOLDER… [--json]
           moodbox catalog remove SONG…
           moodbox catalog import FILE|FOLDER
           moodbox catalog export [FILTER…] [--json | --m3u] > FILE
           moodbox catalog check [--json]
           moodbox catalog stats [--json]

    SONG is a song's number, or its path below the music folder.

    scan      looks through the music folder for songs that came, changed, moved or went, and listens to the new ones
              (not with --tags)
    analyze   listens to songs that nobody has listened to yet; with --again to all of them
    list      lists songs; TEXT stands in title, artist, album, genre or path
    show      shows all that is known of one song
    set       corrects a song, for good; FIELD is one of
              \(TrackField.allCases.prefix(10).map(\.rawValue).joined(separator: ", ")),
              \(TrackField.allCases.dropFirst(10).map(\.rawValue).joined(separator: ", "))
    add       adds songs in the music folder at once, removed ones too
    remove    takes songs out of the library; their files stay
    export    writes songs as CSV, JSON or a playlist
    import    takes values from a CSV file: an export, or a table of a streaming service's features, whose songs are found
              by title and artist; from a folder with such a table for each emotion (happy.csv …); or a playlist
              (.m3u, .m3u8), whose songs it adds. What cannot be used is told with its line, and passed over.
    check     looks for damage, lost files, files that cannot be played, and songs that are there twice or look odd
    stats     counts

    While the box is running, it does all this itself. It also finds new songs without being asked, and listens
    to them while nobody else wants the processor.

      --artist NAME    only this artist's songs
      --genre NAME     only of this genre
      --mood EMOTION   only what fits best: \(Emotion.allCases.map(\.name).joined(separator: ", "))
      --tempo LOW-HIGH only of so many beats a minute
      --unanalysed     only songs that nobody has listened to
      --sort FIELD     by a field of set, or by id, path, duration or added; with a minus before it from the end
      --tags           listen to nothing
      --again          listen to all songs again
      --csv            print what an export holds
      --m3u            print a playlist
      --json           print JSON
      --quiet          no progress, and no report unless something is wrong
      --settings FILE  instead of \(SettingsFile.standard)

    Example:
      moodbox catalog list beatles --tempo 100-130 --sort -energy
    """

  private enum Action: String, CaseIterable {
    case scan, analyze, list, show, set, add, remove, export, `import`, check, stats

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
  }

  private let action: Action
  let operands: [String]
  let arguments: Arguments
  let settings: Settings

  init(_ words: [String]) throws {
    let arguments = try Arguments(
      words, flags: ["again", "csv", "json", "m3u", "quiet", "tags", "unanalysed"],
      valued: ["artist", "genre", "mood", "settings", "sort", "tempo"])
    guard let word = arguments.operands.first else {
      throw UsageError("say what to do with the catalog: \(Action.names)")
    }
    guard let action = Action(rawValue: word) else {
      throw UsageError("the catalog cannot \"\(word)\"; it can \(Action.names)")
    }
    self.action = action
    operands = Array(arguments.operands.dropFirst())
    self.arguments = arguments
    settings = try SettingsFile.settings(at: arguments.value("settings"))
  }

  func run() async throws {
    switch action {
    case .scan: try await scan()
    case .analyze: try await analyze()
    case .list: try await list()
    case .show: try await show()
    case .set: try await set()
    case .add: try await add()
    case .remove: try await remove()
    case .export: try await export()
    case .import: try await importValues()
    case .check: try await check()
    case .stats: try await statistics()
    }
  }

  func door() throws -> CatalogDoor { try CatalogDoor(settings, showsProgress: !arguments.has("quiet")) }

  private func scan() async throws {
    try expectOperands(0...0, "nothing more")
    tell(
      try await door().scan(listening: !arguments.has("tags")),
      otherwise: "there are no songs in \(settings.music.folder)")
  }

  private func analyze() async throws {
    try expectOperands(0...0, "nothing more")
    tell(
      try await door().ask(.analyse(again: arguments.has("again"))), otherwise: "there was nothing to analyse")
  }

  /// - Parameter nothing: is said when there is nothing to count.
  private func tell(_ report: JSONValue, otherwise nothing: String) {
    if arguments.has("json") {
      Terminal.print(report.text)
      return
    }
    let problems = report["problems"]?.array ?? []
    for problem in problems {
      Terminal.complain("\(problem["path"]?.string ?? ""): \(problem["reason"]?.string ?? "")")
    }
    guard !arguments.has("quiet") else { return }
    let counts = ["added", "changed", "moved", "missing", "returned", "unchanged", "analysed"].compactMap { name in
      let count = Int(report[name]?.number ?? 0)
      return count > 0 ? "\(count) \(name)" : nil
    }
    if !counts.isEmpty {
      Terminal.print(counts.joined(separator: ", "))
    } else if problems.isEmpty {
      Terminal.print(nothing)
    }
  }

  private func set() async throws {
    try expectOperands(2...100, "a song and FIELD=VALUE")
    var values: [String: String] = [:]
    for assignment in operands.dropFirst() {
      let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, TrackField(rawValue: parts[0]) != nil else {
        throw UsageError("\"\(assignment)\" is not FIELD=VALUE with one of the fields of --help")
      }
      values[parts[0]] = parts[1]
    }
    let door = try door()
    let id = try await id(operands[0], door)
    let result = try await door.set([CatalogRequest.Change(id: id, values: values)])
    if let refused = result.refused.first { throw Failure(refused.reason) }
  }

  private func add() async throws {
    try expectOperands(1...10_000, "a song's path")
    let door = try door()
    var (added, failed): ([SongRecord], Bool) = ([], false)
    for path in operands {
      let answer = try await door.ask(.add([path]))
      for song in (answer["added"]?.array ?? []).compactMap({ SongRecord($0) }) {
        added.append(song)
        if !arguments.has("json") { Terminal.print("\(padded("\(song.id)", 6))  \(song.text(of: .title))") }
      }
      for problem in answer["problems"]?.array ?? [] {
        failed = true
        let reason = problem["reason"]?.string ?? ""
        Terminal.complain(reason.hasPrefix(path) ? reason : "\(problem["path"]?.string ?? path): \(reason)")
      }
    }
    if arguments.has("json") { Terminal.print(JSONValue.array(added.map(\.shown)).text) }
    if failed { throw QuietFailure() }
  }

  private func remove() async throws {
    try expectOperands(1...10_000, "a song")
    let door = try door()
    for word in operands { _ = try await door.ask(.remove([try await id(word, door)])) }
  }

  func expectOperands(_ count: ClosedRange<Int>, _ names: String) throws(UsageError) {
    try arguments.expectOperands(count, named: names, after: 1)
  }

  /// The number of the song that a person means.
  private func id(_ word: String, _ door: CatalogDoor) async throws -> Int64 { try await song(word, door).id }

  func song(_ word: String, _ door: CatalogDoor) async throws -> SongRecord {
    if let id = Int64(word) {
      guard id > 0 else { throw UsageError("\"\(word)\" is not a song's number; catalog list shows them") }
      let found = try await door.ask(.songs(after: id - 1, count: 1)).array?.first.flatMap { SongRecord($0) }
      guard let found, found.id == id else { throw CatalogFailure.noSuchTrack(id) }
      return found
    }
    let songs = try await door.songs(removedToo: true)
    let path =
      word.hasPrefix(settings.music.folder + "/") ? String(word.dropFirst(settings.music.folder.count + 1)) : word
    guard let song = songs.first(where: { $0.path.utf8.elementsEqual(path.utf8) }) else {
      throw Failure("the catalog has no song at the path \"\(word)\"; catalog list shows what there is")
    }
    return song
  }
}

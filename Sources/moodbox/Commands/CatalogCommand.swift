import Hub
import Library
import Settings
import System

/// `catalog scan|add|remove|list|show|set|import|export|analyze|check|stats`
struct CatalogCommand: Command {
  static let name = "catalog"
  static let summary = "keep the library of songs"
  static let help = """
    Usage: moodbox catalog scan [--json] [--quiet]
           moodbox catalog analyze [--again] [--json] [--quiet]
           moodbox catalog list [TEXT] [--artist NAME] [--genre NAME] [--unanalysed] [--json]
           moodbox catalog show ID [--json]
           moodbox catalog set ID FIELD=VALUE…
           moodbox catalog add PATH… [--json]
           moodbox catalog remove ID…
           moodbox catalog export > FILE
           moodbox catalog import FILE
           moodbox catalog check [--json]
           moodbox catalog stats [--json]

    scan      looks through the music folder for songs that came, changed, moved or went, and listens to the new ones
    analyze   listens to songs that nobody has listened to yet; with --again to all of them
    list      lists songs; TEXT stands in title, artist, album, genre or path
    show      shows all that is known of one song
    set       corrects a song: \(TrackField.allCases.map(\.rawValue).joined(separator: ", "))
    add       adds songs by their path below the music folder, removed ones too
    remove    takes songs out of the library; their files stay
    export    writes all songs as CSV
    import    reads the values of such a file back, all or none
    check     looks for damage, lost files and files that cannot be played
    stats     counts

    While the box is running, scan is done by the box itself, and what else changes the catalog must wait until it is stopped.

      --json           print JSON
      --quiet          no progress, and no report unless something is wrong
      --settings FILE  instead of \(SettingsFile.standard)

    Example:
      moodbox catalog list beatles
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
      words, flags: ["again", "json", "quiet", "unanalysed"], valued: ["artist", "genre", "settings"])
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
    case .export:
      try expectOperands(0...0, "nothing more")
      Terminal.write(try await catalog().exported(), to: 1)
    case .import: try await importValues()
    case .check: try await check()
    case .stats: try await statistics()
    }
  }

  private func scan() async throws {
    try expectOperands(0...0, "nothing more")
    let report: JSONValue
    if let box = try RunningBox(settings) {
      report = try await box.client.request(.scan)
    } else {
      report = try await Songs.scanner(try catalog(), settings).scan(progress: progress).json
    }
    tell(report, otherwise: "there are no songs in \(settings.music.folder)")
  }

  private func analyze() async throws {
    try expectOperands(0...0, "nothing more")
    let scanner = Songs.scanner(try writableCatalog(), settings)
    let report = try await scanner.analyse(again: arguments.has("again"), progress: progress).json
    tell(report, otherwise: "there was nothing to analyse")
  }

  private var progress: @Sendable (ScanProgress) -> Void {
    if arguments.has("quiet") { return { _ in } }
    return { Terminal.progress("\($0.stage.rawValue) \($0.done) of \($0.total)  \($0.path)") }
  }

  /// - Parameter nothing: is said when there is nothing to count.
  private func tell(_ report: JSONValue, otherwise nothing: String) {
    Terminal.progress(nil)
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
    try expectOperands(2...100, "a song's ID and FIELD=VALUE")
    var values: [TrackField: String] = [:]
    for assignment in operands.dropFirst() {
      let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, let field = TrackField(rawValue: parts[0]) else {
        throw UsageError("\"\(assignment)\" is not FIELD=VALUE with one of the fields of --help")
      }
      values[field] = parts[1]
    }
    let id = try id(operands[0])
    try await writableCatalog().set(id, values)
  }

  private func add() async throws {
    try expectOperands(1...10_000, "a song's path")
    let scanner = Songs.scanner(try writableCatalog(), settings)
    var added: [JSONValue] = []
    for path in operands {
      let track = try await scanner.add(path).track
      added.append(track.json)
      if !arguments.has("json") { Terminal.print("\(padded("\(track.id)", 6))  \(track.title)") }
    }
    if arguments.has("json") { Terminal.print(JSONValue.array(added).text) }
  }

  private func remove() async throws {
    try expectOperands(1...10_000, "a song's ID")
    let ids = try operands.map(id)
    let catalog = try writableCatalog()
    for id in ids { try await catalog.remove(id) }
  }

  private func importValues() async throws {
    try expectOperands(1...1, "the CSV file")
    let count = try await writableCatalog().importValues(try InputFile.bytes(operands[0]), file: operands[0])
    Terminal.print(count == 1 ? "1 song changed" : "\(count) songs changed")
  }

  // MARK: - Parts

  func catalog() throws -> Catalog { try Songs.catalog(settings) }

  /// The running box is the only writer of its catalog.
  private func writableCatalog() throws -> Catalog {
    if try RunningBox(settings) != nil {
      throw Failure(
        "the box is running and is the only one to write its catalog: stop it first (systemctl stop moodbox)")
    }
    return try catalog()
  }

  func expectOperands(_ count: ClosedRange<Int>, _ names: String) throws(UsageError) {
    try arguments.expectOperands(count, named: names, after: 1)
  }

  func id(_ text: String) throws(UsageError) -> Int64 {
    guard let id = Int64(text), id > 0 else {
      throw UsageError("\"\(text)\" is not a song's ID; catalog list shows them")
    }
    return id
  }
}

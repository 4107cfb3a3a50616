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
  private let operands: [String]
  private let arguments: Arguments
  private let settings: Settings

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

  // MARK: - Doing

  private func scan() async throws {
    try expectOperands(0...0, "nothing more")
    let report: JSONValue
    if let box = await RunningBox(settings) {
      report = try await box.client.request(.scan)
    } else {
      report = try await Songs.scanner(try catalog(), settings).scan(progress: progress).json
    }
    tell(report, otherwise: "there are no songs in \(settings.music.folder)")
  }

  private func analyze() async throws {
    try expectOperands(0...0, "nothing more")
    let scanner = Songs.scanner(try await writableCatalog(), settings)
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
    for problem in report["problems"]?.array ?? [] {
      Terminal.complain("\(problem["path"]?.string ?? ""): \(problem["reason"]?.string ?? "")")
    }
    guard !arguments.has("quiet") else { return }
    let counts = ["added", "changed", "moved", "missing", "returned", "unchanged", "analysed"].compactMap { name in
      let count = Int(report[name]?.number ?? 0)
      return count > 0 ? "\(count) \(name)" : nil
    }
    Terminal.print(counts.isEmpty ? nothing : counts.joined(separator: ", "))
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
    let scanner = Songs.scanner(try await writableCatalog(), settings)
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
    let catalog = try await writableCatalog()
    for id in ids { try await catalog.remove(id) }
  }

  private func importValues() async throws {
    try expectOperands(1...1, "the CSV file")
    let count = try await writableCatalog().importValues(try InputFile.bytes(operands[0]), file: operands[0])
    Terminal.print(count == 1 ? "1 song changed" : "\(count) songs changed")
  }

  // MARK: - Telling

  private func list() async throws {
    try expectOperands(0...1, "the text to look for")
    let filter = CatalogFilter(
      text: operands.first, artist: arguments.value("artist"), genre: arguments.value("genre"),
      analysed: arguments.has("unanalysed") ? false : nil)
    let entries = try await catalog().entries(filter)
    if arguments.has("json") {
      Terminal.print(JSONValue.array(entries.map(\.track.json)).text)
      return
    }
    if entries.isEmpty { Terminal.complain("no song fits") }
    for entry in entries {
      let track = entry.track
      let sound = track.features.map {
        "\(padded("\(Int($0.tempo.rounded()))", 3)) BPM  energy \(decimal(Double($0.energy), 2))  valence \(decimal(Double($0.valence), 2))"
      }
      Terminal.print(
        "\(padded("\(track.id)", 6))  \(padded(track.title, -28))  \(padded(track.artist, -20))  \(sound ?? "not analysed")"
      )
    }
  }

  private func show() async throws {
    try expectOperands(1...1, "a song's ID")
    let id = try id(operands[0])
    let entry = try await catalog().entry(id)
    if arguments.has("json") {
      Terminal.print(entry.track.json.text)
      return
    }
    Terminal.print("path      \(entry.track.path)")
    Terminal.print("state     \(entry.state.rawValue)")
    Terminal.print("duration  \(Int(entry.track.duration / .seconds(1))) s")
    for field in TrackField.allCases {
      let own = entry.ownerSet.contains(field) ? "  (set by you)" : ""
      Terminal.print("\(padded(field.rawValue, -8))  \(Self.text(of: field, entry))\(own)")
    }
    if let failure = entry.analysisFailure { Terminal.print("problem   \(failure)") }
  }

  /// With a unit, and no more digits than people read.
  private static func text(of field: TrackField, _ entry: CatalogEntry) -> String {
    let text = entry.text(of: field)
    guard let number = Double(text) else { return text.isEmpty ? "-" : text }
    return switch field {
    case .tempo: "\(decimal(number, 1)) BPM"
    case .energy, .valence: decimal(number, 2)
    case .loudness: "\(decimal(number, 1)) LUFS"
    default: text
    }
  }

  private func check() async throws {
    try expectOperands(0...0, "nothing more")
    let report = try await Songs.scanner(try catalog(), settings).check()
    if arguments.has("json") {
      Terminal.print(
        JSONValue.object([
          "faults": .array(report.faults.map { .string($0) }),
          "problems": .array(report.problems.map(\.json)),
          "unanalysed": .number(Double(report.unanalysed)),
        ]).text)
    } else {
      for fault in report.faults { Terminal.print("catalog: \(fault)") }
      for problem in report.problems { Terminal.print("\(problem)") }
      if report.unanalysed > 0 { Terminal.print("\(report.unanalysed) songs are not analysed: moodbox catalog scan") }
      if report.faults.isEmpty && report.problems.isEmpty { Terminal.print("The library is in order.") }
    }
    if !report.faults.isEmpty || !report.problems.isEmpty { throw QuietFailure() }
  }

  private func statistics() async throws {
    try expectOperands(0...0, "nothing more")
    let figures = try await catalog().statistics()
    let lines: [(name: String, value: Int)] = [
      ("songs", figures.tracks), ("artists", figures.artists), ("albums", figures.albums), ("genres", figures.genres),
      ("minutes", Int(figures.duration / .seconds(60))), ("megabytes", Int(figures.size / 1_000_000)),
      ("analysed", figures.analysed), ("failed", figures.failed), ("missing", figures.missing),
      ("hidden", figures.hidden),
    ]
    if arguments.has("json") {
      Terminal.print(
        JSONValue.object(Dictionary(uniqueKeysWithValues: lines.map { ($0.name, .number(Double($0.value))) })).text)
    } else {
      for line in lines { Terminal.print("\(padded(line.name, -10))  \(line.value)") }
    }
  }

  // MARK: - Parts

  private func catalog() throws -> Catalog { try Songs.catalog(settings) }

  /// The running box is the only writer of its catalog.
  private func writableCatalog() async throws -> Catalog {
    if await RunningBox(settings) != nil {
      throw Failure(
        "the box is running and is the only one to write its catalog: stop it first (systemctl stop moodbox)")
    }
    return try catalog()
  }

  private func expectOperands(_ count: ClosedRange<Int>, _ names: String) throws(UsageError) {
    if operands.count < count.lowerBound { throw UsageError("\(names) is missing") }
    if operands.count > count.upperBound { throw UsageError("\"\(operands[count.upperBound])\" is one word too many") }
  }

  private func id(_ text: String) throws(UsageError) -> Int64 {
    guard let id = Int64(text), id > 0 else {
      throw UsageError("\"\(text)\" is not a song's ID; catalog list shows them")
    }
    return id
  }
}

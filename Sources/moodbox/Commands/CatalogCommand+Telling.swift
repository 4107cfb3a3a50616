import Hub
import Library

/// What only reads the catalog, and prints it.
extension CatalogCommand {
  func list() async throws {
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

  func show() async throws {
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

  func check() async throws {
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

  func statistics() async throws {
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
}

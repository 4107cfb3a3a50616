import Hub
import Library

/// What only reads the catalog, and prints it.
extension CatalogCommand {
  func list() async throws {
    try expectOperands(0...1, "the text to look for")
    let songs = try SongSelection(arguments, settings, text: operands.first).selected(try await door().songs())
    if arguments.has("json") {
      Terminal.print(JSONValue.array(songs.map(\.shown)).text)
      return
    }
    if arguments.has("csv") {
      Terminal.write(SongSheet.csv(songs), to: 1)
      return
    }
    if songs.isEmpty { Terminal.complain("no song fits") }
    for song in songs {
      let sound =
        song.isAnalysed
        ? "\(padded("\(Int((song.number(of: .tempo) ?? 0).rounded()))", 3)) BPM  energy \(figure(song, .energy))  valence \(figure(song, .valence))"
        : "not analysed"
      Terminal.print(
        "\(padded("\(song.id)", 6))  \(padded(song.text(of: .title), -28))  \(padded(song.text(of: .artist), -20))  \(sound)"
      )
    }
  }

  private func figure(_ song: SongRecord, _ field: TrackField) -> String {
    decimal(Double(song.number(of: field) ?? 0), 2)
  }

  func export() async throws {
    try expectOperands(0...0, "nothing more")
    let songs = try SongSelection(arguments, settings, text: nil).selected(try await door().songs())
    if arguments.has("json") {
      Terminal.print(JSONValue.array(songs.map(\.shown)).text)
    } else if arguments.has("m3u") {
      Terminal.write(SongSheet.m3u(songs), to: 1)
    } else {
      Terminal.write(SongSheet.csv(songs), to: 1)
    }
  }

  func show() async throws {
    try expectOperands(1...1, "a song")
    let song = try await song(operands[0], door())
    if arguments.has("json") {
      Terminal.print(song.shown.text)
      return
    }
    Terminal.print("path          \(song.path)")
    Terminal.print("state         \(song.state)")
    Terminal.print("duration      \(song.duration / 1000) s")
    for field in TrackField.allCases {
      let own = song.ownerSet.contains(field) ? "  (set by you)" : ""
      Terminal.print("\(padded(field.rawValue, -12))  \(Self.text(of: field, song))\(own)")
    }
    if let peak = song.peak { Terminal.print("peak          \(decimal(Double(peak), 1)) dB") }
    if let failure = song.failure { Terminal.print("problem       \(failure)") }
  }

  /// With a unit, and no more digits than people read.
  private static func text(of field: TrackField, _ song: SongRecord) -> String {
    let text = song.text(of: field)
    guard let number = Double(text) else { return text.isEmpty ? "-" : text }
    switch field {
    case .tempo:
      let sure = song.tempoConfidence.map { ", \(Int(($0 * 100).rounded())) % sure" } ?? ""
      return "\(decimal(number, 1)) BPM\(song.ownerSet.contains(.tempo) ? "" : sure)"
    case .energy, .valence, .arousal, .danceability, .acousticness: return decimal(number, 2)
    case .loudness: return "\(decimal(number, 1)) LUFS"
    default: return text
    }
  }

  func check() async throws {
    try expectOperands(0...0, "nothing more")
    let report = try await door().ask(.check)
    func texts(_ name: String) -> [JSONValue] { report[name]?.array ?? [] }
    let unanalysed = Int(report["unanalysed"]?.number ?? 0)
    if arguments.has("json") {
      Terminal.print(report.text)
    } else {
      for fault in texts("faults") { Terminal.print("catalog: \(fault.string ?? "")") }
      for problem in texts("problems") + texts("odd") {
        Terminal.print("\(problem["path"]?.string ?? ""): \(problem["reason"]?.string ?? "")")
      }
      for songs in texts("duplicates") {
        Terminal.print("the same: \((songs.array ?? []).compactMap(\.string).joined(separator: ", "))")
      }
      if unanalysed > 0 { Terminal.print("\(unanalysed) songs are not analysed: moodbox catalog analyze") }
      if ["faults", "problems", "odd", "duplicates"].allSatisfy({ texts($0).isEmpty }) {
        Terminal.print("The library is in order.")
      }
    }
    if !texts("faults").isEmpty || !texts("problems").isEmpty { throw QuietFailure() }
  }

  func statistics() async throws {
    try expectOperands(0...0, "nothing more")
    let figures = try await door().ask(.statistics)
    if arguments.has("json") {
      Terminal.print(figures.text)
      return
    }
    let names = [
      "songs", "artists", "albums", "genres", "minutes", "megabytes", "analysed", "failed", "missing", "hidden",
    ]
    for name in names { Terminal.print("\(padded(name, -10))  \(Int(figures[name]?.number ?? 0))") }
  }
}

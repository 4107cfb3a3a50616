/// Compares the music folder with what the catalog knows: first every file that is there is met, then those that have to be
/// read are judged by their contents, and what nobody met is gone.
struct FileComparison {
  enum Verdict { case unchanged, ignored, unread }

  private let known: [[UInt8]: KnownFile]
  /// Files of the catalog that nobody met.
  private var absent: [Int64: KnownFile]
  private var absentByFingerprint: [[UInt8]: Int64]

  // Paths are compared by their bytes, as the disk does: as strings, two ways to write an é would be one file.
  init(_ files: [KnownFile]) {
    known = Dictionary(files.map { (Array($0.path.utf8), $0) }) { first, _ in first }
    absent = Dictionary(uniqueKeysWithValues: files.map { ($0.id, $0) })
    absentByFingerprint = Dictionary(files.map { ($0.fingerprint, $0.id) }) { first, _ in first }
  }

  /// Takes note of a file in the folder, and says whether it has to be read.
  mutating func meet(_ file: FoundFile) -> Verdict {
    guard let known = known[Array(file.path.utf8)] else { return .unread }
    absent[known.id] = nil
    switch known.state {
    case .hidden: return .ignored
    case .missing: return .unread
    case .present: return known.size == file.size && known.modified == file.modified ? .unchanged : .unread
    }
  }

  /// What to do about a file that was read, counted in the report. Comes after every file was met.
  mutating func judge(_ song: ReadSong, in report: inout ScanReport) -> FileChange {
    if let known = known[Array(song.path.utf8)] {
      guard known.fingerprint == song.fingerprint else {
        report.changed += 1
        return .changed(known.id, song)
      }
      if known.state == .missing { report.returned += 1 } else { report.unchanged += 1 }
      return .same(known.id, song)
    }
    if let id = absentByFingerprint[song.fingerprint], absent.removeValue(forKey: id) != nil {
      report.moved += 1
      return .same(id, song)
    }
    report.added += 1
    return .added(song)
  }

  /// Tracks whose files were there at the last scan and are not now.
  var gone: [Int64] { absent.values.filter { $0.state == .present }.map(\.id) }
}

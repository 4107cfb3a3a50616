import Domain
import FoundationEssentials
import Hub
import Library

/// What files from elsewhere say of songs.
extension CatalogCommand {
  func importValues() async throws {
    try expectOperands(1...1, "the file or folder")
    let path = operands[0]
    let door = try door()
    let finder = SongFinder(try await door.songs(removedToo: true), folder: settings.music.folder)
    var (changed, failed): (Int, Bool) = (0, false)
    for (file, mood) in try Self.files(path) {
      let bytes = try InputFile.bytes(file)
      let isPlaylist = [".m3u", ".m3u8"].contains { file.lowercased().hasSuffix($0) }
      let found =
        isPlaylist
        ? SongImport.playlist(bytes, file: file, finder: finder)
        : SongImport.table(bytes, file: file, mood: mood, finder: finder)
      let problems = found.problems
      for problem in problems { Terminal.complain("\(problem)") }
      failed = failed || !problems.isEmpty
      if isPlaylist {
        changed += try await bringBack(found.found, door)
        continue
      }
      let changes = found.changes.map { change in
        CatalogRequest.Change(
          id: change.id,
          values: Dictionary(uniqueKeysWithValues: change.values.map { ($0.key.rawValue, $0.value) }))
      }
      let result = try await door.set(changes)
      changed += result.changed
      for refused in result.refused {
        failed = true
        Terminal.complain("\(file): song \(refused.id): \(refused.reason)")
      }
    }
    Terminal.print(changed == 1 ? "1 song changed" : "\(changed) songs changed")
    if failed { throw QuietFailure() }
  }

  /// A file for itself; of a folder the table of each emotion.
  private static func files(_ path: String) throws -> [(file: String, mood: Emotion?)] {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else { return [(path, nil)] }
    let tables = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      .compactMap { name -> (file: String, mood: Emotion?)? in
        guard name.lowercased().hasSuffix(".csv") else { return nil }
        // Such as happy.csv or Happy_songs.csv; data sets have one for neutral that is called calm, or for surprise, surprised.
        let word = name.lowercased().prefix { $0.isLetter }
        let emotion = Emotion.allCases.first { word.hasPrefix($0.name) } ?? (word == "calm" ? .neutral : nil)
        return emotion.map { ("\(path)/\(name)", $0) }
      }
    guard !tables.isEmpty else {
      throw Failure("\(path): holds no table of an emotion's songs, such as happy.csv")
    }
    return tables
  }

  /// Takes songs into the library again that were removed.
  private func bringBack(_ ids: [Int64], _ door: CatalogDoor) async throws -> Int {
    let wanted = Set(ids)
    let removed = try await door.songs(removedToo: true)
      .filter { wanted.contains($0.id) && $0.state == CatalogEntry.State.hidden.rawValue }
    for song in removed { _ = try await door.ask(.add([song.path])) }
    return removed.count
  }
}

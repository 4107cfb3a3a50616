import Domain

/// Finds the songs of the library that files from elsewhere mean.
package struct SongFinder: Sendable {
  package struct Failure: Error, Equatable, CustomStringConvertible {
    package let description: String
  }

  private let byPath: [[UInt8]: SongRecord]
  private let byName: [String: [SongRecord]]
  private let folder: String

  /// - Parameter folder: the music folder, to know absolute paths by.
  package init(_ songs: [SongRecord], folder: String = "") {
    byPath = Dictionary(songs.map { (Array($0.path.utf8), $0) }) { first, _ in first }
    byName = Dictionary(grouping: songs) { Self.plain($0.text(of: .title)) }
    self.folder = folder
  }

  /// The song at a path, or else the only one with this title and, when one is given, artist; of several the one whose length is
  /// within two seconds.
  func song(path: String?, title: String, artist: String, milliseconds: Int?) throws(Failure) -> SongRecord {
    if let path, let song = byPath[relative(path)] { return song }
    if let path, title.isEmpty {
      throw Failure(
        description:
          "the catalog has no song at the path \"\(SongTags.cleaned(path))\"; copy it into the music folder first")
    }
    let name = Self.plain(title)
    guard !name.isEmpty else { throw Failure(description: "the line names no song") }
    var songs = byName[name] ?? []
    let wanted = Self.plain(artist)
    if !wanted.isEmpty {
      songs = songs.filter { song in
        let present = Self.plain(song.text(of: .artist))
        return !present.isEmpty && (present == wanted || wanted.hasPrefix(present) || present.hasPrefix(wanted))
      }
    }
    if songs.count > 1, let milliseconds {
      let near = songs.filter { abs($0.duration - milliseconds) <= 2000 }
      if near.count == 1 { songs = near }
    }
    let shown = "\"\(SongTags.cleaned(title))\"" + (wanted.isEmpty ? "" : " by \(SongTags.cleaned(artist))")
    guard let song = songs.first else { throw Failure(description: "the library has no song \(shown)") }
    guard songs.count == 1 else {
      throw Failure(description: "the library has \(songs.count) songs \(shown); give the path, or another artist")
    }
    return song
  }

  /// Below the music folder, as the catalog has it.
  private func relative(_ written: String) -> [UInt8] {
    var bytes = Array(written.utf8)
    let root = Array(folder.utf8) + [UInt8(ascii: "/")]
    if !folder.isEmpty, bytes.starts(with: root) { bytes.removeFirst(root.count) }
    while bytes.starts(with: Array("./".utf8)) { bytes.removeFirst(2) }
    return bytes
  }

  /// Letters and digits alone, in lower case, without what stands in brackets: names are written in many ways.
  private static func plain(_ text: String) -> String {
    var plain = ""
    var depth = 0
    for character in text.lowercased() {
      if character == "(" || character == "[" { depth += 1 }
      if depth == 0, character.isLetter || character.isNumber { plain.append(character) }
      if depth > 0, character == ")" || character == "]" { depth -= 1 }
    }
    return plain.isEmpty ? text.lowercased().filter { !$0.isWhitespace } : plain
  }
}

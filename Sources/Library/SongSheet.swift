import Domain

/// Songs as files for other programs.
package enum SongSheet {
  static let pathColumn = "path"
  /// Written for people to read; a change to it is not taken.
  static let durationColumn = "seconds"

  /// Comma-separated values (RFC 4180, UTF-8): each song's path, the fields that can be set, and its length in seconds.
  package static func csv(_ songs: [SongRecord]) -> String {
    let fields = TrackField.allCases
    var lines = [CSVRow.text([pathColumn] + fields.map(\.rawValue) + [durationColumn])]
    for song in songs {
      lines.append(CSVRow.text([song.path] + fields.map { song.text(of: $0) } + ["\((song.duration + 500) / 1000)"]))
    }
    return lines.map { $0 + "\r\n" }.joined()
  }

  /// A playlist in extended M3U, with paths below the music folder. A path that holds a line break cannot stand in one and is left out.
  package static func m3u(_ songs: [SongRecord]) -> String {
    var lines = ["#EXTM3U"]
    for song in songs where !song.path.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
      let artist = song.text(of: .artist)
      let title = (artist.isEmpty ? "" : "\(artist) - ") + song.text(of: .title)
      lines.append("#EXTINF:\((song.duration + 500) / 1000),\(title)")
      // A line that begins with a hash is a remark.
      lines.append(song.path.utf8.first == UInt8(ascii: "#") ? "./\(song.path)" : song.path)
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

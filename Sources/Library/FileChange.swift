/// What a scan found out about a file, to be written.
enum FileChange: Sendable {
  case added(ReadSong)
  /// A track's file holds other sound now.
  case changed(Int64, ReadSong)
  /// A track's file was moved, touched, or came back, and holds the same sound.
  case same(Int64, ReadSong)

  var song: ReadSong {
    switch self {
    case .added(let song), .changed(_, let song), .same(_, let song): song
    }
  }
}

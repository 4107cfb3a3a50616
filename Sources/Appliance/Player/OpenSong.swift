import Audio

/// A song that is being read.
final class OpenSong {
  /// Where reading began.
  let offset: Duration
  private var reader: SongReader

  init(path: String, sampleRate: Int, from place: Duration) throws(SongFailure) {
    reader = try SongReader(path: path, sampleRate: sampleRate)
    offset = place > .zero ? try reader.seek(to: place) : .zero
  }

  func read(frames: Int) throws(SongFailure) -> [Float] { try reader.read(frames: frames) }
}

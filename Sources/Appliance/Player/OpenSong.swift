import Audio

/// The reader of the songs of a stream that have one rate.
final class OpenSong {
  /// Where reading began.
  let offset: Duration
  private var reader: SongReader

  init(_ source: SongSource, sampleRate: Int, from place: Duration) throws(SongFailure) {
    reader = SongReader(source, sampleRate: sampleRate)
    offset = place > .zero ? try reader.seek(to: place) : .zero
  }

  var isAtEnd: Bool { reader.isAtEnd }
  var boundary: Int { reader.boundary }
  var missing: Duration { reader.missing }

  func read(frames: Int, finishing: Bool) throws(SongFailure) -> [Float] {
    try reader.read(frames: frames, finishing: finishing)
  }

  func breakOff() { reader.breakOff() }

  func turn(to source: SongSource) { reader.turn(to: source) }
}

import Audio
import Glibc

/// What the box has played so far, read from its WAV file.
struct Recording {
  static let rate = 48_000
  let path: String

  /// Frames written so far: 44 bytes of header, 4 bytes a frame.
  var frames: Int {
    var status = stat()
    return stat(path, &status) == 0 ? max(0, Int(status.st_size) - 44) / 4 : 0
  }

  /// How alike a second of the song and what was played from about `start` on are: Pearson's correlation at the best
  /// alignment, −1…1.
  ///
  /// The second taken begins behind the two seconds in which the song before fades into this one.
  func correlation(with song: String, from start: Int) throws -> Float {
    let excerpt = try Self.mono(song, from: .milliseconds(2_250), frames: Self.rate)
    let first = start + 3 * Self.rate / 2
    let played = try Self.mono(path, from: .seconds(first) / Self.rate, frames: Self.rate * 3)
    guard played.count > excerpt.count else { return 0 }
    // Every place by every sixteenth sample, which is enough to tell where; then that place by all of them.
    let places = 0...(played.count - excerpt.count)
    let scores = places.map { Self.correlation(excerpt, played, lag: $0, step: 16) }
    let best = places.max { scores[$0] < scores[$1] } ?? 0
    return Self.correlation(excerpt, played, lag: best, step: 1)
  }

  private static func mono(_ path: String, from place: Duration, frames: Int) throws -> [Float] {
    var reader = try SongReader(path: path, sampleRate: rate)
    try reader.seek(to: place)
    let stereo = try reader.read(frames: frames)
    return stride(from: 0, to: stereo.count - 1, by: 2).map { stereo[$0] + stereo[$0 + 1] }
  }

  private static func correlation(_ left: [Float], _ right: [Float], lag: Int, step: Int) -> Float {
    var (sumLeft, sumRight, squaresLeft, squaresRight, products, count) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for index in stride(from: 0, to: left.count, by: step) {
      let (one, other) = (Double(left[index]), Double(right[index + lag]))
      sumLeft += one
      sumRight += other
      squaresLeft += one * one
      squaresRight += other * other
      products += one * other
      count += 1
    }
    let covariance = products - sumLeft * sumRight / count
    let variances = (squaresLeft - sumLeft * sumLeft / count) * (squaresRight - sumRight * sumRight / count)
    return variances > 0 ? Float(covariance / variances.squareRoot()) : 0
  }
}

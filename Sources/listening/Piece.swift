import Domain

/// A piece of music of which everything is known: what an analyser should find.
struct Piece {
  let style: Style
  let tempo: Float
  let tonic: Int
  let mode: AudioFeatures.Mode
  /// Of the concert pitch, in Hz.
  let tuning: Float
  let seed: UInt64

  /// Steps of the scale on which the chords of four bars stand.
  var progression: [Int] {
    let progressions: [[Int]] =
      mode == .major
      ? [[0, 3, 4, 0], [0, 4, 5, 3], [0, 5, 3, 4], [0, 1, 4, 0]]
      : [[0, 3, 4, 0], [0, 5, 2, 4], [0, 3, 0, 4], [0, 6, 5, 4]]
    return progressions[Int(seed % 4)]
  }

  /// Every style at eight tempi of 50–200, which differ from style to style, in all keys and both modes.
  static let all: [Piece] = Style.all.enumerated().flatMap { number, style in
    (0..<8).map { step -> Piece in
      let index = number * 8 + step
      let tempo = 50 + 150 * (Float(step) + Float((number * 7) % 10) / 10) / 8
      return Piece(
        style: style, tempo: (tempo * 10).rounded() / 10, tonic: (index * 5) % 12,
        mode: index % 2 == step / 4 % 2 ? .major : .minor,
        tuning: [440, 440, 440, 432, 446][index % 5], seed: UInt64(index) &* 2_654_435_761 &+ 1)
    }
  }
}

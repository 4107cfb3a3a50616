import Domain

/// The key that a piece of music is most likely in.
///
/// The algorithm of Krumhansl and Schmuckler (Krumhansl, "Cognitive Foundations of Musical Pitch", 1990): the pitch classes are
/// correlated (Pearson) with a profile of each of the 24 keys. The profiles are those that Albrecht and Shanahan counted in scores ("The
/// Use of Large Corpora to Train a New Type of Key-Finding Algorithm", Music Perception 31, 2013): they tell minor from major better than
/// those that listeners gave.
struct KeyEstimate: Equatable {
  /// Pitch class of the tonic: C = 0 … B = 11. C when there is no telling.
  let key: Int
  /// Major when there is no telling.
  let mode: AudioFeatures.Mode
  /// How much better major fits than minor, −1…1: near 0 the mode is a guess.
  let majorness: Float

  private static let major: [Float] = [
    0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081,
  ]
  private static let minor: [Float] = [
    0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052,
  ]

  /// From twelve amounts, C first.
  init(pitchClasses: [Float]) {
    func best(_ profile: [Float]) -> (key: Int, fit: Float) {
      let fits = (0..<12).map { key in
        Self.correlation(profile, (0..<12).map { pitchClasses[($0 + key) % 12] })
      }
      return fits.enumerated().reduce((0, -1)) { $1.element > $0.1 ? ($1.offset, $1.element) : $0 }
    }
    let (major, minor) = (best(Self.major), best(Self.minor))
    mode = minor.fit > major.fit ? .minor : .major
    key = minor.fit > major.fit ? minor.key : major.key
    majorness = min(max(3 * (major.fit - minor.fit), -1), 1)
  }

  /// −1…1; 0 when one of them is constant.
  private static func correlation(_ one: [Float], _ other: [Float]) -> Float {
    let (mean, otherMean) = (one.reduce(0, +) / 12, other.reduce(0, +) / 12)
    var (product, squares, otherSquares): (Float, Float, Float) = (0, 0, 0)
    for (a, b) in zip(one, other) {
      product += (a - mean) * (b - otherMean)
      squares += (a - mean) * (a - mean)
      otherSquares += (b - otherMean) * (b - otherMean)
    }
    let scale = (squares * otherSquares).squareRoot()
    return scale > 0 ? product / scale : 0
  }
}

import Domain

/// The key that a piece of music is most likely in.
///
/// The algorithm of Krumhansl and Schmuckler: the pitch classes are correlated (Pearson) with the profiles that listeners
/// gave for each of the 24 keys (Krumhansl and Kessler 1982; Krumhansl, "Cognitive Foundations of Musical Pitch", 1990).
struct KeyEstimate: Equatable {
  /// Pitch class of the tonic: C = 0 … B = 11. C when there is no telling.
  let key: Int
  /// Major when there is no telling.
  let mode: AudioFeatures.Mode
  /// How much better major fits than minor, −1…1: near 0 the mode is a guess.
  let majorness: Float

  private static let major: [Float] = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88]
  private static let minor: [Float] = [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17]

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
    majorness = min(max(2 * (major.fit - minor.fit), -1), 1)
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

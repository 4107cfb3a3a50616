import Domain

/// A song, or what a mood asks for, as a direction in feature space: two that fit each other have a cosine near 1.
///
/// Each feature is centred on an ordinary song, scaled to about −1…1 and weighted:
///
/// | coordinate | value | weight |
/// |---|---|---|
/// | anchor | 1 | 1 |
/// | tempo | log₂(BPM ÷ 110), one octave to either side | 0.4: analysers confuse a tempo with its double |
/// | energy | 2·energy − 1 | 1 |
/// | valence | 2·valence − 1 | 1 |
/// | loudness | (LUFS + 14) ÷ 12 | 0.7: it says as much about mastering as about mood |
/// | mode | −1 minor … 1 major | 0.4 |
///
/// Centring gives the cosine something to tell apart: raw features are all positive, so that any two songs look alike.
/// The constant anchor makes the cosine greatest at the target itself instead of anywhere along its ray, and gives an
/// ordinary song, which would be the zero vector, a direction.
struct FeatureVector: Equatable, Sendable {
  /// Anchor, tempo, energy, valence, loudness, mode, and two zeros that fill the register.
  private var coordinates: SIMD8<Float>

  /// - Parameter mode: −1 minor … 1 major; 0 when unknown or of no matter.
  init(tempo: Float, energy: Float, valence: Float, loudness: Float, mode: Float) {
    coordinates = [
      1,
      0.4 * Self.octaves(above: 110, tempo),
      2 * Self.clamped(energy, 0, 1) - 1,
      2 * Self.clamped(valence, 0, 1) - 1,
      0.7 * Self.clamped((loudness + 14) / 12, -1, 1),
      0.4 * Self.clamped(mode, -1, 1),
      0, 0,
    ]
  }

  init(_ features: AudioFeatures) {
    self.init(
      tempo: features.tempo, energy: features.energy, valence: features.valence, loudness: features.loudness,
      mode: features.mode == .major ? 1 : -1)
  }

  /// The mean of vectors, each with its weight; the weights add up to 1.
  init(mean parts: [(weight: Float, vector: FeatureVector)]) {
    coordinates = parts.reduce(into: SIMD8<Float>.zero) { $0 += $1.weight * $1.vector.coordinates }
  }

  /// The same without a mode, to be compared with songs whose mode nobody knows.
  var modeless: FeatureVector {
    var vector = self
    vector.coordinates[5] = 0
    return vector
  }

  /// The same direction with length 1, so that a dot product is a cosine.
  var unit: SIMD8<Float> {
    coordinates / (coordinates * coordinates).sum().squareRoot()
  }

  /// log₂(tempo ÷ centre), −1…1. Between the powers of two a straight line stands in for the logarithm: it is at most
  /// 0.09 octaves off, less than tempo means for mood, and needs no C library.
  private static func octaves(above centre: Float, _ tempo: Float) -> Float {
    let ratio = clamped(tempo / centre, 0.5, 2)
    return ratio >= 1 ? ratio - 1 : 2 * ratio - 2
  }

  private static func clamped(_ value: Float, _ low: Float, _ high: Float) -> Float {
    value.isFinite ? min(max(value, low), high) : low
  }
}

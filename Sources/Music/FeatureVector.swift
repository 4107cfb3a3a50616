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
/// | acousticness | 2·acousticness − 1 | 0.2: it mostly repeats energy |
/// | arousal | 2·arousal − 1; where unknown 0.6 energy + 0.2 tempo + 0.2 loudness, as scaled above | 0.2: so does it |
///
/// Centring gives the cosine something to tell apart: raw features are all positive, so that any two songs look alike.
/// The constant anchor makes the cosine greatest at the target itself instead of anywhere along its ray, and gives an
/// ordinary song, which would be the zero vector, a direction.
struct FeatureVector: Equatable, Sendable {
  static let names = ["anchor", "tempo", "energy", "valence", "loudness", "mode", "acousticness", "arousal"]

  /// In the order of the table, and of `names`.
  private(set) var coordinates: SIMD8<Float>

  /// - Parameters:
  ///   - mode: −1 minor … 1 major; 0 when unknown or of no matter.
  ///   - acousticness: 0…1; nil when unknown.
  ///   - arousal: 0…1; nil when unknown.
  init(
    tempo: Float, energy: Float, valence: Float, loudness: Float, mode: Float, acousticness: Float? = nil,
    arousal: Float? = nil
  ) {
    let tempo = Self.octaves(above: 110, tempo)
    let energy: Float = 2 * Self.clamped(energy, 0, 1) - 1
    let valence: Float = 2 * Self.clamped(valence, 0, 1) - 1
    let loudness: Float = Self.clamped((loudness + 14) / 12, -1, 1)
    // Known or not: an unknown one is an ordinary song's.
    let acoustic: Float = 2 * Self.clamped(acousticness ?? 0.5, 0, 1) - 1
    let estimate: Float = 0.6 * energy + 0.2 * tempo + 0.2 * loudness
    let arousal: Float = arousal.map { 2 * Self.clamped($0, 0, 1) - 1 } ?? estimate
    coordinates = SIMD8(
      1, 0.4 * tempo, energy, valence, 0.7 * loudness, 0.4 * Self.clamped(mode, -1, 1), 0.2 * acoustic, 0.2 * arousal)
  }

  init(_ features: AudioFeatures) {
    self.init(
      tempo: features.tempo, energy: features.energy, valence: features.valence, loudness: features.loudness,
      mode: features.mode == .major ? 1 : -1, acousticness: features.acousticness, arousal: features.arousal)
  }

  init(_ target: MusicTarget) {
    let mode: Float =
      switch target.mode {
      case .minor: -1
      case .either: 0
      case .major: 1
      }
    self.init(
      tempo: target.tempo, energy: target.energy, valence: target.valence, loudness: target.loudness, mode: mode,
      acousticness: target.acousticness, arousal: target.arousal)
  }

  /// The mean of vectors, each with its weight; the weights add up to 1.
  init(mean parts: [(weight: Float, vector: FeatureVector)]) {
    coordinates = parts.reduce(into: SIMD8<Float>.zero) { $0 += $1.weight * $1.vector.coordinates }
  }

  /// What a place on the plane of affect sounds like: music at that place, whether it does good or not.
  ///
  /// After Thayer (1989): energy, tempo and loudness go with arousal; valence and mode with pleasure.
  ///
  /// - Parameters:
  ///   - valence: −1…1.
  ///   - arousal: −1…1.
  init(valence: Float, arousal: Float) {
    self.init(
      tempo: 110 * (1 + 0.4 * arousal), energy: (arousal + 1) / 2, valence: (valence + 1) / 2,
      loudness: -14 + 6 * arousal, mode: valence, acousticness: 0.5 - 0.4 * arousal,
      arousal: (arousal + 1) / 2)
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

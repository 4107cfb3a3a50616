import Domain

/// A listener whose taste is known to the trial and hidden from the recommender.
///
/// In each mood the listener wants music of a sound of their own: the usual target, shifted by habits that hold in every mood
/// and by others that hold in this one. Who is contrary wants cheerful music in the moods that are usually matched or soothed.
/// Genres please or displease, and the day adds noise. A song is accepted when it pleases more than all but an eighth of the
/// library would in that mood: of songs drawn by lot, one in eight.
package struct SimulatedListener: Sendable {
  package let isContrary: Bool
  private let wants: [SIMD8<Float>]
  private let genres: [Float]
  private let thresholds: [Float]
  private var generator: SplitMix64

  private static let accepted = 0.125

  package init(seed: UInt64, contrary: Bool, library: [Track]) {
    var generator = SplitMix64(seed: seed)
    func bell(_ width: Float) -> Float { generator.normal() * width }
    let habits = (0..<4).map { _ in bell(1) }
    isContrary = contrary
    wants = Emotion.allCases.map { emotion in
      let isTurned = contrary && [.angry, .disgust, .fear, .sad].contains(emotion)
      let usual = MusicTargets.standard[isTurned ? .happy : emotion]
      return FeatureVector(
        tempo: usual.tempo + 12 * habits[0] + bell(15), energy: usual.energy + 0.1 * habits[1] + bell(0.12),
        valence: usual.valence + 0.1 * habits[2] + bell(0.12), loudness: usual.loudness + bell(3),
        mode: (usual.mode == .major ? 1 : usual.mode == .minor ? -1 : 0) + 0.4 * habits[3] + bell(0.5)
      ).unit
    }
    genres = GenreFamily.allCases.map { _ in bell(0.12) }
    self.generator = generator
    let genres = genres
    thresholds = wants.map { want in
      let values = library.map { Self.value($0, want, genres) }.sorted()
      return values[Int(Double(values.count) * (1 - Self.accepted))]
    }
  }

  /// Whether the listener, on an ordinary day, is pleased by a song in a mood.
  package func accepts(_ track: Track, in emotion: Emotion) -> Bool {
    Self.value(track, wants[emotion.rawValue], genres) > thresholds[emotion.rawValue]
  }

  /// What the listener does when a song is played: most often hears it out or skips it, sometimes says something.
  package mutating func reaction(to track: Track, in emotion: Emotion) -> (kind: Feedback.Kind, heard: Float) {
    let noise = generator.normal(Float.self) * 0.08
    let pleases = Self.value(track, wants[emotion.rawValue], genres) + noise > thresholds[emotion.rawValue]
    let speaks = Float.random(in: 0..<1, using: &generator) < 0.25
    if pleases { return speaks ? (.liked, 0.5) : (.finished, 1) }
    let patience = Float.random(in: 0..<1, using: &generator)
    return speaks ? (.disliked, 0.2) : (.skipped, 0.6 * patience * patience)
  }

  private static func value(_ track: Track, _ want: SIMD8<Float>, _ genres: [Float]) -> Float {
    guard let features = track.features else { return -1 }
    return (FeatureVector(features).unit * want).sum() + genres[Int(GenreFamily(tag: track.genre).rawValue)]
  }
}

import Domain

/// The music that a mood asks for, as a direction of feature space and a leaning to genres.
struct MoodTarget: Sendable {
  let vector: FeatureVector
  /// What a genre adds to a song's fit, by the raw value of ``GenreFamily``.
  let genres: [Float]

  /// A genre that is named weighs about as much as a tenth of an octave of tempo: enough to choose between songs that sound
  /// alike.
  private static let genreWeight: Float = 0.02

  /// What a mood of mixed emotions asks for: the mean of their targets, each weighted by the square of its probability. A
  /// leading emotion decides, and two that are about as probable meet in the middle.
  init(for scores: EmotionScores, among targets: MusicTargets) {
    let squares = scores.probabilities.map { $0 * $0 }
    let sum = squares.reduce(0, +)
    vector = FeatureVector(
      mean: Emotion.allCases.map { (weight: squares[$0.rawValue] / sum, vector: FeatureVector(targets[$0])) })
    var genres = [Float](repeating: 0, count: GenreFamily.allCases.count)
    for emotion in Emotion.allCases {
      for genre in targets[emotion].genres {
        genres[Int(genre.rawValue)] += Self.genreWeight * squares[emotion.rawValue] / sum
      }
    }
    self.genres = genres
  }

  private init(vector: FeatureVector, genres: [Float]) {
    self.vector = vector
    self.genres = genres
  }

  /// A step of the way from where a mood is to where one would like to be.
  ///
  /// The iso principle: begin with music at the mood's own place and change it by small steps (Altshuler 1948; tried by
  /// Starcke, Mayr and von Georgi, International Journal of Environmental Research and Public Health 18, 2021).
  ///
  /// - Parameter progress: 0 at the mood's own place … 1 there.
  init(leading mood: Mood, to goal: MusicTarget, progress: Float) {
    let start = FeatureVector(valence: mood.valence, arousal: mood.arousal)
    let end = FeatureVector(goal)
    self.init(
      vector: FeatureVector(mean: [(1 - progress, start), (progress, end)]),
      genres: [Float](repeating: 0, count: GenreFamily.allCases.count))
  }

  /// What songs of the standard target do for a mood: the end of a sentence about them.
  static func purpose(for emotion: Emotion) -> String {
    switch emotion {
    case .angry: "which helps an angry mood settle"
    case .disgust: "which takes the mind off what disgusts"
    case .fear: "which reassures a fearful mood"
    case .happy: "which suits a happy mood"
    case .sad: "which keeps a sad mood company"
    case .surprise: "which goes with a mood of surprise"
    case .neutral: "which suits a neutral mood"
    }
  }
}

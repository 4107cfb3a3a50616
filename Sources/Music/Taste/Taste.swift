import Domain

/// What is known of one listener's taste, and how well.
///
/// A Bayesian linear regression of ratings, −1…1, on mood × features. The rule-based fit is its prior mean, so that a
/// listener of whom nothing is known gets exactly the rule-based songs:
///
///     rating = target · u − ½ + (θ + Σₑ pₑ θₑ) · u + γ[genre] + noise
///
/// where u is the song's vector of length 1 (``FeatureVector``), target that of the mood, pₑ the probabilities of the seven
/// emotions, θ a shift that holds in every mood, θₑ one for an emotion, and γ one number a genre: 80 unknowns, each normal
/// around 0 at first. So learning moves the targets themselves: for who wants cheerful songs when sad, the target of sadness
/// wanders to that of happiness.
///
/// What was said long ago counts less, by e^(−age ÷ ``memory``). The posterior is exact and small: a rank-one update of
/// 3 240 numbers a feedback, a Cholesky factor of 80 × 80 a choice. Choosing by a draw from it, and not by its mean, tries what
/// is uncertain as often as it may be best (Thompson sampling; Agrawal and Goyal, ICML 2013).
package struct Taste: Equatable, Sendable {
  /// Seconds after which a feedback counts 1/e of what it did: 60 days.
  package static let memory = 60.0 * 86_400

  private static let width = 8
  private static let emotions = Emotion.allCases.count
  private static let genreStart = width * (1 + emotions)
  private static let dimension = genreStart + GenreFamily.allCases.count
  /// Variances of what is unknown, before anything was said; a rating's own variance is 1. Tuned on simulated listeners.
  private static let sharedVariance = 0.25
  private static let moodVariance = 0.5
  private static let genreVariance = 0.15
  /// Draws are this much narrower than the posterior: a listener who is tried on too often goes away.
  private static let curiosity = 0.4
  /// Feedbacks until that is reached: nobody is experimented on at once.
  private static let shyness = 20.0
  /// Songs that were liked, at most, to be named in reasons.
  private static let likedLimit = 200
  /// The cosine from which a song is like another.
  private static let likeness: Float = 0.97

  /// Σ w φφᵀ, lower triangle by rows, and Σ w φ (rating − target · u + ½), both as of `time`.
  private var information = Triangle(dimension: dimension)
  private var moment = [Double](repeating: 0, count: dimension)
  private var time = 0.0
  /// How many feedbacks it has learnt from.
  package private(set) var feedbacks = 0
  private var liked: [(track: Int64, unit: SIMD8<Float>)] = []

  private let targets: MusicTargets

  /// Nothing is known yet. `targets` are those by which songs are chosen.
  package init(targets: MusicTargets = .standard) { self.targets = targets }

  package init(learningFrom history: [Feedback], targets: MusicTargets = .standard) {
    self.init(targets: targets)
    for feedback in history.sorted(by: { $0.time < $1.time }) { learn(feedback) }
  }

  package mutating func learn(_ feedback: Feedback) {
    if feedback.time > time {
      let rest = fading((feedback.time - time) / Self.memory)
      information.scale(by: rest)
      for index in moment.indices { moment[index] *= rest }
      time = feedback.time
    }
    let unit = feedback.features.map { FeatureVector($0).unit }
    let coefficients = Self.coefficients(unit ?? .zero, GenreFamily(tag: feedback.genre), feedback.mood)
    // What comes late counts as little as if it had come in its time.
    let (rating, weight) = feedback.evidence
    let worth = weight * fading((time - feedback.time) / Self.memory)
    information.add(coefficients, weight: worth)
    let residual = rating - expectation(unit, feedback.mood)
    for (index, coefficient) in coefficients { moment[index] += worth * residual * coefficient }
    feedbacks += 1

    liked.removeAll { $0.track == feedback.track && feedback.kind == .disliked }
    if feedback.kind == .liked, let unit {
      liked.removeAll { $0.track == feedback.track }
      liked.append((feedback.track, unit))
      liked.removeFirst(max(0, liked.count - Self.likedLimit))
    }
  }

  /// What the taste adds to songs in a mood: the mean of what is believed, or with a seed a draw from it.
  func leaning(for mood: EmotionScores?, seed: UInt64? = nil) -> Leaning {
    guard feedbacks > 0 else { return .none }
    let factor = posterior.choleskyFactor()
    var belief = factor.solve(moment)
    if let seed {
      var generator = SplitMix64(seed: seed)
      let width = Self.curiosity * min(1, Double(feedbacks) / Self.shyness)
      let draw = factor.solveTransposed((0..<Self.dimension).map { _ in generator.normal() })
      for index in belief.indices { belief[index] += width * draw[index] }
    }
    var leaning = Leaning()
    for coordinate in 0..<Self.width {
      var sum = belief[coordinate]
      if let mood {
        for emotion in Emotion.allCases {
          sum += Double(mood[emotion]) * belief[Self.width * (1 + emotion.rawValue) + coordinate]
        }
      }
      leaning.direction[coordinate] = Float(sum)
    }
    for index in leaning.genres.indices { leaning.genres[index] = Float(belief[Self.genreStart + index]) }
    return leaning
  }

  /// How far the rating of a song may lie from what is expected, as a standard deviation; a single rating's own noise, 1, is
  /// not in it.
  package func uncertainty(about features: AudioFeatures, genre: String, in mood: EmotionScores?) -> Float {
    var vector = [Double](repeating: 0, count: Self.dimension)
    let coefficients = Self.coefficients(FeatureVector(features).unit, GenreFamily(tag: genre), mood)
    for (index, coefficient) in coefficients { vector[index] = coefficient }
    let spread = posterior.choleskyFactor().solveLower(vector)
    return Float(spread.reduce(0) { $0 + $1 * $1 }.squareRoot())
  }

  /// For people: what is believed to be added to an emotion's target, coordinate by coordinate (``FeatureVector``).
  package func shift(for emotion: Emotion) -> [(name: String, value: Float)] {
    let leaning = leaning(for: EmotionScores(weights: Emotion.allCases.map { $0 == emotion ? 1 : 0 }))
    return FeatureVector.names.enumerated().map { ($0.element, leaning.direction[$0.offset]) }
  }

  /// For people: what is believed to be added to songs of each genre that was heard of.
  package var genres: [(genre: GenreFamily, value: Float)] {
    let leaning = leaning(for: nil)
    return GenreFamily.allCases.filter {
      information[Self.genreStart + Int($0.rawValue), Self.genreStart + Int($0.rawValue)] > 0
    }
    .map { ($0, leaning.genres[Int($0.rawValue)]) }
  }

  /// Of the songs that were liked, those that sound like this one; and whether this one was.
  func liked(like unit: SIMD8<Float>, track: Int64) -> (songs: Int, itself: Bool) {
    var songs = 0
    for other in liked where other.track != track && (other.unit * unit).sum() > Self.likeness { songs += 1 }
    return (songs, liked.contains { $0.track == track })
  }

  package static func == (left: Taste, right: Taste) -> Bool {
    left.information == right.information && left.moment == right.moment && left.feedbacks == right.feedbacks
  }

  /// The posterior's precision: the prior's, and what was said.
  private var posterior: Triangle {
    var precision = information
    for index in 0..<Self.dimension {
      let variance =
        index < Self.width ? Self.sharedVariance : index < Self.genreStart ? Self.moodVariance : Self.genreVariance
      precision[index, index] += 1 / variance
    }
    return precision
  }

  /// What the rules alone expect: so little that a fitting song which was only heard out surprises nobody.
  private func expectation(_ unit: SIMD8<Float>?, _ mood: EmotionScores?) -> Double {
    guard let unit, let mood else { return 0 }
    return Double((unit * MoodTarget(for: mood, among: targets).vector.unit).sum()) - 0.5
  }

  /// φ without its zeros, by rising index.
  private static func coefficients(
    _ unit: SIMD8<Float>, _ genre: GenreFamily, _ mood: EmotionScores?
  ) -> [(index: Int, value: Double)] {
    var coefficients: [(index: Int, value: Double)] = []
    for coordinate in 0..<width { coefficients.append((coordinate, Double(unit[coordinate]))) }
    if let mood {
      for emotion in Emotion.allCases where mood[emotion] > 0 {
        for coordinate in 0..<width {
          let value = Double(mood[emotion] * unit[coordinate])
          coefficients.append((width * (1 + emotion.rawValue) + coordinate, value))
        }
      }
    }
    coefficients.append((genreStart + Int(genre.rawValue), 1))
    return coefficients
  }
}

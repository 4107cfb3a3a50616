import Domain

/// Finds the songs of a library that fit a mood.
///
/// A song and a mood are compared by the cosine of their ``FeatureVector``s, the field's baseline. Everything that costs is
/// done once, in `init`; a search is one pass over contiguous vectors of length 1. The same library, mood, history and seed
/// always give the same list.
package struct Recommender: Sendable {
  private let tracks: [Track]
  /// The tracks that have features, as places in `tracks`, and beside each its catalog row and its vector of length 1.
  private let analysed: [Int]
  private let analysedIDs: [Int64]
  private let vectors: [SIMD8<Float>]
  private let unanalysed: [Int]

  /// Cosines closer than this sound equally good: the seed decides their order.
  private static let indifference: Float = 0.01
  /// Below this a song is called the nearest there is, and not a match.
  private static let match: Float = 0.85

  package init(tracks: [Track]) {
    self.tracks = tracks
    analysed = tracks.indices.filter { tracks[$0].features != nil }
    unanalysed = tracks.indices.filter { tracks[$0].features == nil }
    analysedIDs = analysed.map { tracks[$0].id }
    vectors = analysed.map { FeatureVector(tracks[$0].features!).unit }
  }

  /// The songs that fit best, best first, no artist twice in a row where another fits about as well.
  ///
  /// What was played recently is left out. Only when too little else is left, songs without features follow, and
  /// after them those played recently, the longest ago first.
  ///
  /// - Parameters:
  ///   - count: how many at most; fewer when the library holds fewer.
  ///   - recent: rows played recently, the latest first.
  ///   - seed: decides between songs that fit equally well.
  package func recommendations(
    for mood: Mood, count: Int, avoiding recent: [Int64] = [], seed: UInt64 = 0
  ) -> [Recommendation] {
    recommendations(for: mood.scores, named: mood.emotion, count: count, avoiding: recent, seed: seed)
  }

  /// As for a mood that is nothing but `emotion`.
  package func recommendations(
    for emotion: Emotion, count: Int, avoiding recent: [Int64] = [], seed: UInt64 = 0
  ) -> [Recommendation] {
    let scores = EmotionScores(weights: Emotion.allCases.map { $0 == emotion ? 1 : 0 })
    return recommendations(for: scores, named: emotion, count: count, avoiding: recent, seed: seed)
  }

  /// A varied mix for no mood at all: in an order that the seed decides, each song unlike the one before.
  ///
  /// - Parameter recent: rows played recently, the latest first; they come last, as in a recommendation.
  package func defaultMix(count: Int, avoiding recent: [Int64] = [], seed: UInt64 = 0) -> [Recommendation] {
    guard count > 0 else { return [] }
    let avoided = Set(recent)
    var generator = SplitMix64(seed: seed)
    var waiting = tracks.indices.filter { !avoided.contains(tracks[$0].id) }
    var mix: [Int] = []
    while mix.count < count, !waiting.isEmpty {
      // Four at random, and of these the least like the song before: variety without a plan.
      let drawn = (0..<4).map { _ in Int.random(in: waiting.indices, using: &generator) }
      let place = drawn.min { likeness(of: waiting[$0], to: mix.last) < likeness(of: waiting[$1], to: mix.last) }!
      mix.append(waiting[place])
      waiting.swapAt(place, waiting.count - 1)
      waiting.removeLast()
    }
    let chosen = mix.map { place in
      let reason = tracks[place].features.map { "\(SongDescription(features: $0)), part of the default mix." }
      return Recommendation(track: tracks[place], score: 0, reason: reason ?? "Part of the default mix.")
    }
    return chosen + repeated(recent, count: count - chosen.count)
  }

  /// The emotion whose music these features are nearest to: what a choice can be checked against.
  package static func emotion(nearest features: AudioFeatures) -> Emotion {
    let song = FeatureVector(features).unit
    let cosines = Emotion.allCases.map { (song * MoodTarget(for: $0).vector.unit).sum() }
    return Emotion.allCases.max { cosines[$0.rawValue] < cosines[$1.rawValue] }!
  }

  private func recommendations(
    for scores: EmotionScores, named emotion: Emotion, count: Int, avoiding recent: [Int64], seed: UInt64
  ) -> [Recommendation] {
    guard count > 0 else { return [] }
    let avoided = Set(recent)
    let target = MoodTarget.vector(for: scores).unit
    let candidates = candidates(near: target, count: count, avoiding: avoided)
    var chosen = arranged(candidates, count: count, seed: seed).map { candidate in
      let track = tracks[analysed[candidate.index]]
      return Recommendation(
        track: track, score: max(0, candidate.score), reason: reason(track, candidate.score, emotion))
    }
    for place in unanalysed where chosen.count < count && !avoided.contains(tracks[place].id) {
      let reason = "Not analysed yet, so whether it suits is unknown; nothing that was analysed is left."
      chosen.append(Recommendation(track: tracks[place], score: 0, reason: reason))
    }
    return chosen + repeated(recent, count: count - chosen.count)
  }

  /// The analysed tracks with the highest cosines: some more than asked for, so that there is a choice of artists.
  private func candidates(
    near target: SIMD8<Float>, count: Int, avoiding avoided: Set<Int64>
  ) -> [(index: Int, score: Float)] {
    var best = BestScores(capacity: min(count, vectors.count) * 4 + 16)
    vectors.withUnsafeBufferPointer { vectors in
      for index in vectors.indices {
        let cosine = (vectors[index] * target).sum()
        if cosine > best.threshold, !avoided.contains(analysedIDs[index]) { best.insert(cosine, of: index) }
      }
    }
    return best.ranked
  }

  /// The candidates in the order to play them: by fit, ties broken by the seed, artists spread.
  private func arranged(
    _ candidates: [(index: Int, score: Float)], count: Int, seed: UInt64
  ) -> [(index: Int, score: Float)] {
    var waiting = candidates.map { candidate in
      var generator = SplitMix64(seed: seed ^ UInt64(bitPattern: analysedIDs[candidate.index]))
      let rank = candidate.score - Float.random(in: 0..<Self.indifference, using: &generator)
      return (candidate: candidate, rank: rank)
    }
    waiting.sort { $0.rank > $1.rank }
    var order: [(index: Int, score: Float)] = []
    while order.count < count, !waiting.isEmpty {
      let previous = order.last.map { artist(of: $0.index) } ?? ""
      let other = waiting.firstIndex { previous.isEmpty || artist(of: $0.candidate.index) != previous }
      order.append(waiting.remove(at: other ?? 0).candidate)
    }
    return order
  }

  /// Songs played recently, the longest ago first.
  private func repeated(_ recent: [Int64], count: Int) -> [Recommendation] {
    guard count > 0, !recent.isEmpty else { return [] }
    let places = Dictionary(tracks.indices.map { (tracks[$0].id, $0) }) { first, _ in first }
    var seen: Set<Int64> = []
    // The latest play of a song is the one that counts.
    let order = recent.filter { seen.insert($0).inserted }.reversed()
    return order.compactMap { places[$0] }.prefix(count).map { place in
      Recommendation(track: tracks[place], score: 0, reason: "Played recently, but nothing else is left.")
    }
  }

  private func reason(_ track: Track, _ score: Float, _ emotion: Emotion) -> String {
    let description = "\(SongDescription(features: track.features!))"
    return score >= Self.match
      ? "\(description), \(MoodTarget(for: emotion).purpose)."
      : "\(description), the nearest to what a mood of \(emotion.name) asks for that is left."
  }

  private func artist(of index: Int) -> String { tracks[analysed[index]].artist }

  /// How alike two songs are, −1…1; those of one artist are as alike as can be, unknown ones are neither.
  private func likeness(of place: Int, to previous: Int?) -> Float {
    guard let previous else { return 0 }
    if !tracks[place].artist.isEmpty, tracks[place].artist == tracks[previous].artist { return 1 }
    guard let one = tracks[place].features, let other = tracks[previous].features else { return 0 }
    return (FeatureVector(one).unit * FeatureVector(other).unit).sum()
  }
}

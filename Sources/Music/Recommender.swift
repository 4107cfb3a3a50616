import Domain

/// Finds the songs of a library that fit a mood and whoever listens.
///
/// A song and a mood are compared by the cosine of their ``FeatureVector``s; what is known of a listener (``Taste``) shifts
/// the direction that songs are compared with, and what was played lately counts against a song, the less the longer ago.
/// Everything that costs is done once, in `init`; a search is one pass over contiguous vectors of length 1. The same library,
/// wish and seed always give the same list.
package struct Recommender: Sendable {
  let tracks: [Track]
  let targets: MusicTargets
  /// The tracks of which it is known how they sound, as places in `tracks`, and beside each its vector.
  private let analysed: [Int32]
  private let vectors: VectorBlocks
  private let unanalysed: [Int32]
  /// By place: the genre's family, and the artist by number, −1 when unknown.
  private let genres: [GenreFamily]
  private let artists: [Int32]

  /// Cosines closer than this sound equally good: the seed decides their order.
  private static let indifference: Float = 0.01
  /// What a song that is being played loses: more than any fit or taste is worth.
  private static let staleness: Float = 4
  /// What a person says a song is for counts this many times what was measured of it.
  private static let word: Float = 3
  /// The rank of a song of which nobody knows how it sounds: below every other that is fresh.
  private static let unknown: Float = -2

  package init(tracks: [Track], targets: MusicTargets = .standard) {
    self.tracks = tracks
    self.targets = targets
    let ideals = Emotion.allCases.map { FeatureVector(targets[$0]).unit }
    var (analysed, unanalysed, units): ([Int32], [Int32], [SIMD8<Float>]) = ([], [], [])
    for (place, track) in tracks.enumerated() {
      if let unit = Self.unit(of: track, ideals) {
        analysed.append(Int32(place))
        units.append(unit)
      } else {
        unanalysed.append(Int32(place))
      }
    }
    self.analysed = analysed
    self.unanalysed = unanalysed
    vectors = VectorBlocks(units)
    var families: [String: GenreFamily] = [:]
    genres = tracks.map { track in
      if let family = families[track.genre] { return family }
      let family = GenreFamily(tag: track.genre)
      families[track.genre] = family
      return family
    }
    var numbers: [String: Int32] = [:]
    artists = tracks.map { track in
      if track.artist.isEmpty { return -1 }
      let number = numbers[track.artist] ?? Int32(numbers.count)
      numbers[track.artist] = number
      return number
    }
  }

  /// Where a song stands: as it sounds, drawn to the music of the mood that a person says it is for. `ideals` are the targets.
  private static func unit(of track: Track, _ ideals: [SIMD8<Float>]) -> SIMD8<Float>? {
    let sound = track.features.map { FeatureVector($0).unit }
    guard let mood = track.mood else { return sound }
    let drawn = (sound ?? .zero) + word * ideals[mood.rawValue]
    return drawn / (drawn * drawn).sum().squareRoot()
  }

  /// Bytes that the search needs for a song, beside the song's own.
  package static let bytesPerSong =
    VectorBlocks.stride + 2 * MemoryLayout<Int32>.stride + MemoryLayout<GenreFamily>.stride

  /// Songs in the order to play them, best first, artists spread, each with its reason. Never empty while there are songs:
  /// after those that fit come those that nobody has analysed, and then those that were played last.
  package func recommendations(for wish: Wish) -> [Recommendation] {
    guard wish.count > 0 else { return [] }
    let freshness = Freshness(wish.plays, timeConstant: wish.freshness)
    guard let mood = wish.occasion.mood else { return mix(wish, freshness) }
    let taste = wish.taste
    let leaning = taste?.leaning(for: mood.scores, seed: wish.explores ? wish.seed : nil) ?? .none
    let steps = steps(wish, mood)
    var picker = Picker(steady: wish.policy == .steady)
    var chosen: [Recommendation] = []
    for (number, step) in steps.enumerated() {
      let end = wish.count * (number + 1) / steps.count
      let taken = Set(picker.picked.map(\.place))
      var candidates = candidates(step, leaning, freshness, count: wish.count, seed: wish.seed)
      candidates.removeAll { taken.contains($0.place) }
      while chosen.count < end, let pick = picker.pick(from: &candidates) {
        let track = tracks[pick.place]
        let reason = Reason(
          occasion: wish.occasion, track: track, isStale: freshness.isStale(track.id), cosine: cosine(pick, step),
          isStandard: targets[mood.emotion] == MusicTargets.standard[mood.emotion],
          leads: wish.policy == .lift ? (number + 1, steps.count, wish.goal) : nil,
          liked: taste?.liked(like: pick.unit, track: track.id))
        chosen.append(
          Recommendation(track: track, score: min(max(pick.score, 0), 1), reason: reason.description))
      }
    }
    return chosen
  }

  /// The emotion whose music these features are nearest to: what a choice can be checked against.
  package static func emotion(nearest features: AudioFeatures, among targets: MusicTargets = .standard) -> Emotion {
    let song = FeatureVector(features).unit
    let cosines = Emotion.allCases.map { (song * FeatureVector(targets[$0]).unit).sum() }
    return Emotion.allCases.max { cosines[$0.rawValue] < cosines[$1.rawValue] }!
  }

  /// One target for all songs, or for `lift` several on the way.
  private func steps(_ wish: Wish, _ mood: Mood) -> [MoodTarget] {
    guard wish.policy == .lift, wish.count > 1 else { return [MoodTarget(for: mood.scores, among: targets)] }
    let count = min(wish.count, 5)
    return (0..<count).map { number in
      MoodTarget(leading: mood, to: targets[wish.goal], progress: Float(number) / Float(count - 1))
    }
  }

  private func cosine(_ pick: Candidate, _ target: MoodTarget) -> Float { (pick.unit * target.vector.unit).sum() }

  /// The songs of the highest ranks: some more than asked for, so that there is a choice.
  private func candidates(
    _ target: MoodTarget, _ leaning: Leaning, _ freshness: Freshness, count: Int, seed: UInt64
  ) -> [Candidate] {
    let genreWorth = zip(target.genres, leaning.genres).map { $0 + $1 }
    let most = max(0, genreWorth.max() ?? 0)
    var best = BestScores(capacity: min(count, tracks.count) * 4 + 16)
    vectors.search(along: target.vector.unit + leaning.direction, above: -.infinity) { index, product in
      let place = Int(analysed[index])
      let rank = product + genreWorth[Int(genres[place].rawValue)] - freshness.loss(tracks[place].id)
      best.insert(rank, of: index)
      // What a genre may add, a product need not have.
      return best.threshold - most
    }
    let found = best.ranked.map { found in
      let place = Int(analysed[found.index])
      return candidate(
        place, vectors[found.index], rank: found.score, score: found.score + freshness.loss(tracks[place].id), seed)
    }
    // In an order that the seed decides.
    let start = unanalysed.isEmpty ? 0 : Int(seed % UInt64(unanalysed.count))
    var unknown: [Candidate] = []
    for offset in unanalysed.indices where unknown.count < count {
      let place = Int(unanalysed[(start + offset) % unanalysed.count])
      let loss = freshness.loss(tracks[place].id)
      // One that was played stands back until nothing else is left.
      if loss > Self.staleness / 2, offset < unanalysed.count - count { continue }
      unknown.append(candidate(place, .zero, rank: Self.unknown - loss, score: 0, seed))
    }
    return found + unknown
  }

  private func candidate(
    _ place: Int, _ unit: SIMD8<Float>, rank: Float, score: Float, _ seed: UInt64
  ) -> Candidate {
    var generator = SplitMix64(seed: seed ^ UInt64(bitPattern: tracks[place].id))
    let jitter = Float.random(in: 0..<Self.indifference, using: &generator)
    return Candidate(place: place, rank: rank - jitter, score: score, unit: unit, artist: artists[place])
  }

  /// A varied mix for no mood at all: of four songs drawn by lot the one that is least like the song before, and most to the
  /// listener's taste.
  private func mix(_ wish: Wish, _ freshness: Freshness) -> [Recommendation] {
    var generator = SplitMix64(seed: wish.seed)
    let leaning = wish.taste?.leaning(for: nil) ?? .none
    var waiting = tracks.indices.filter { !freshness.isStale(tracks[$0].id) }
    let stale = tracks.indices.filter { freshness.isStale(tracks[$0].id) }
      .sorted { freshness.loss(tracks[$0].id) < freshness.loss(tracks[$1].id) }
    var mix: [Int] = []
    while mix.count < wish.count, !waiting.isEmpty {
      let last = mix.last
      let drawn = (0..<4).map { _ in Int.random(in: waiting.indices, using: &generator) }
      let place = drawn.min { repetition(waiting[$0], last, leaning) < repetition(waiting[$1], last, leaning) }!
      mix.append(waiting[place])
      waiting.swapAt(place, waiting.count - 1)
      waiting.removeLast()
    }
    return (mix + stale).prefix(wish.count).map { place in
      let track = tracks[place]
      let reason = Reason(
        occasion: .none, track: track, isStale: freshness.isStale(track.id), cosine: 1, isStandard: false, leads: nil,
        liked: track.features.map { FeatureVector($0).unit }.flatMap { wish.taste?.liked(like: $0, track: track.id) })
      return Recommendation(track: track, score: 0, reason: reason.description)
    }
  }

  /// How little a song is wanted after another. Those of one artist are as alike as can be, unknown ones are neither.
  private func repetition(_ place: Int, _ previous: Int?, _ leaning: Leaning) -> Float {
    let unit = tracks[place].features.map { FeatureVector($0).unit } ?? .zero
    let dislike = -(unit * leaning.direction).sum() - leaning.genres[Int(genres[place].rawValue)]
    guard let previous else { return dislike }
    if artists[place] >= 0, artists[place] == artists[previous] { return dislike + 1 }
    guard let other = tracks[previous].features else { return dislike }
    return dislike + (unit * FeatureVector(other).unit).sum()
  }
}

extension Recommender {
  /// What having been played lately takes from songs.
  private struct Freshness {
    private var losses: [Int64: Float] = [:]

    init(_ plays: [PastPlay], timeConstant: Duration) {
      for play in plays {
        let loss = Recommender.staleness * Float(fading(play.age / timeConstant))
        losses[play.track] = max(loss, losses[play.track] ?? 0)
      }
    }

    func loss(_ track: Int64) -> Float { losses.isEmpty ? 0 : losses[track] ?? 0 }

    /// Whether hearing it again would be noticed: until about two time constants have passed.
    func isStale(_ track: Int64) -> Bool { loss(track) > Recommender.staleness / 8 }
  }
}

import Domain

/// How well the mood targets agree with people's labels, beside what is to be beaten.
///
/// Songs are split by artist, so that nothing learned from an artist's other songs counts: targets are tuned on the half
/// for which ``isForTuning(_:)`` holds, and figures are reported on the other.
package struct RecommenderEvaluation: Equatable, Sendable {
  /// How many songs were used.
  package let songs: Int
  /// The part of all songs, 0…1, that lie nearer to their own emotion's target than to that of any other labelled emotion.
  package let accuracy: Float
  /// The mean over the labelled emotions of the same, 0…1: each emotion counts alike.
  package let balancedAccuracy: Float
  /// For each labelled emotion, the part of the `top` songs nearest to its target that carry its label, 0…1.
  package let precision: [Emotion: Float]
  /// The same of the plain cosine of raw features, with the means of each label's songs in `references` for targets: what
  /// most of the field does.
  package let cosinePrecision: [Emotion: Float]
  /// The same to be expected of songs drawn by lot: the label's share.
  package let randomPrecision: [Emotion: Float]

  /// - Parameters:
  ///   - references: what the plain cosine takes its targets from; the songs themselves when it is empty.
  ///   - top: how many songs of each emotion's ranking are looked at.
  package init(
    of songs: [LabelledSong], references: [LabelledSong] = [], top: Int = 10, targets: MusicTargets = .standard
  ) {
    let emotions = Emotion.allCases.filter { emotion in songs.contains { $0.emotion == emotion } }
    let directions = emotions.map { FeatureVector(targets[$0]).modeless.unit }
    let scores = songs.map { song in directions.map { ($0 * song.vector.unit).sum() } }
    var right: [Emotion: Int] = [:]
    var count: [Emotion: Int] = [:]
    for (song, cosines) in zip(songs, scores) {
      let nearest = cosines.indices.max { cosines[$0] < cosines[$1] }!
      count[song.emotion, default: 0] += 1
      if emotions[nearest] == song.emotion { right[song.emotion, default: 0] += 1 }
    }
    self.songs = songs.count
    accuracy = Float(right.values.reduce(0, +)) / Float(max(1, songs.count))
    let shares = emotions.map { Float(right[$0, default: 0]) / Float(count[$0]!) }
    balancedAccuracy = shares.reduce(0, +) / Float(max(1, shares.count))
    precision = Self.precision(emotions, songs, scores, top)

    let means = emotions.map { Self.mean((references.isEmpty ? songs : references).filter(of: $0)) }
    let cosines = songs.map { song in means.map { Self.cosine($0, song.raw) } }
    cosinePrecision = Self.precision(emotions, songs, cosines, top)
    randomPrecision = count.mapValues { Float($0) / Float(songs.count) }
  }

  /// Whether an artist's songs belong to the tuning half: by the 33rd bit of the FNV-1a hash of the name.
  package static func isForTuning(_ artist: String) -> Bool {
    let hash = artist.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return hash >> 32 & 1 == 0
  }

  private static func precision(
    _ emotions: [Emotion], _ songs: [LabelledSong], _ scores: [[Float]], _ top: Int
  ) -> [Emotion: Float] {
    var precision: [Emotion: Float] = [:]
    for (place, emotion) in emotions.enumerated() {
      var best = BestScores(capacity: max(1, top))
      for index in songs.indices { best.insert(scores[index][place], of: index) }
      let hits = best.ranked.count { songs[$0.index].emotion == emotion }
      precision[emotion] = Float(hits) / Float(best.ranked.count)
    }
    return precision
  }

  private static func mean(_ songs: [LabelledSong]) -> [Float] {
    var mean = [Float](repeating: 0, count: 5)
    for song in songs { for index in mean.indices { mean[index] += song.raw[index] / Float(songs.count) } }
    return mean
  }

  private static func cosine(_ left: [Float], _ right: [Float]) -> Float {
    func product(_ left: [Float], _ right: [Float]) -> Float { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
    let length = (product(left, left) * product(right, right)).squareRoot()
    return length > 0 ? product(left, right) / length : 0
  }
}

extension [LabelledSong] {
  fileprivate func filter(of emotion: Emotion) -> [LabelledSong] { filter { $0.emotion == emotion } }
}

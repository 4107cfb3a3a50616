import Domain

/// How well the mood targets agree with people's labels.
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

  /// - Parameter top: how many songs of each emotion's ranking are looked at.
  package init(of songs: [LabelledSong], top: Int = 10) {
    let emotions = Emotion.allCases.filter { emotion in songs.contains { $0.emotion == emotion } }
    let targets = emotions.map { MoodTarget(for: $0).vector.modeless.unit }
    var right: [Emotion: Int] = [:]
    var count: [Emotion: Int] = [:]
    var best = emotions.map { _ in BestScores(capacity: max(1, top)) }
    for (index, song) in songs.enumerated() {
      let unit = song.vector.unit
      let cosines = targets.map { ($0 * unit).sum() }
      for place in emotions.indices { best[place].insert(cosines[place], of: index) }
      let nearest = cosines.indices.max { cosines[$0] < cosines[$1] }!
      count[song.emotion, default: 0] += 1
      if emotions[nearest] == song.emotion { right[song.emotion, default: 0] += 1 }
    }
    self.songs = songs.count
    accuracy = Float(right.values.reduce(0, +)) / Float(max(1, songs.count))
    let shares = emotions.map { Float(right[$0, default: 0]) / Float(count[$0]!) }
    balancedAccuracy = shares.reduce(0, +) / Float(max(1, shares.count))
    precision = Dictionary(
      uniqueKeysWithValues: zip(emotions, best).map { emotion, best in
        let hits = best.ranked.count { songs[$0.index].emotion == emotion }
        return (emotion, Float(hits) / Float(best.ranked.count))
      })
  }

  /// Whether an artist's songs belong to the tuning half: by the 33rd bit of the FNV-1a hash of the name.
  package static func isForTuning(_ artist: String) -> Bool {
    let hash = artist.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return hash >> 32 & 1 == 0
  }
}

import Domain

/// A library of songs that nobody composed, for trials: the same for the same seed.
///
/// Energy, tempo, loudness, acousticness and arousal hang together as they do in real music; valence and mode go mostly their
/// own way. An artist's songs share a genre and resemble each other.
package enum GeneratedSongs {
  package static func tracks(_ count: Int, seed: UInt64) -> [Track] {
    var generator = SplitMix64(seed: seed)
    func bell() -> Float {
      (0..<6).reduce(-3) { sum, _ in sum + Float.random(in: 0..<1, using: &generator) } * 1.4
    }
    var tracks: [Track] = []
    tracks.reserveCapacity(count)
    var artist = 0
    while tracks.count < count {
      artist += 1
      let genre = GenreFamily.allCases.randomElement(using: &generator)!
      let energy = Float.random(in: 0...1, using: &generator)
      let valence = Float.random(in: 0...1, using: &generator)
      let name = "Artist \(artist)"
      for _ in 0..<Int.random(in: 1...16, using: &generator) where tracks.count < count {
        let energy = min(max(energy + 0.15 * bell(), 0), 1)
        let number = tracks.count + 1
        let features = AudioFeatures(
          tempo: min(max(80 + 60 * energy + 25 * bell(), 45), 220), energy: energy,
          valence: min(max(valence + 0.15 * bell(), 0), 1), key: Int.random(in: 0...11, using: &generator),
          mode: Bool.random(using: &generator) ? .major : .minor, loudness: min(-24 + 18 * energy + 3 * bell(), -2))
        tracks.append(
          Track(
            id: Int64(number), path: "\(number).flac", title: "Song \(number)", artist: name, genre: genre.name,
            duration: .seconds(200), features: features))
      }
    }
    return tracks
  }
}

import Domain
import Testing

@testable import Music

@Suite("The recommender")
struct RecommenderTests {
  private static let seven: [(Emotion, AudioFeatures)] = [
    (.angry, .hearth), (.disgust, .stroll), (.fear, .lullaby), (.happy, .dance), (.sad, .lament), (.surprise, .storm),
    (.neutral, .drift),
  ]
  private static let library = Recommender(tracks: seven.map { .song(Int64($0.0.rawValue) + 1, $0.1) })

  @Test("puts the song made for an emotion first", arguments: Emotion.allCases)
  func matches(emotion: Emotion) throws {
    let best = try #require(Self.library.recommendations(for: emotion, count: 3).first)
    #expect(best.track.id == Int64(emotion.rawValue) + 1)
    #expect(best.score > 0.92 && best.score <= 1.0001)
  }

  @Test("knows what emotion a song's features are made for")
  func nearest() {
    for (emotion, features) in Self.seven { #expect(Recommender.emotion(nearest: features) == emotion) }
  }

  @Test("lets a second emotion in a mood decide between two songs")
  func blends() {
    let gentle = AudioFeatures(tempo: 100, energy: 0.5, valence: 0.6, key: 0, mode: .major, loudness: -10)
    let recommender = Recommender(tracks: [.song(1, .dance), .song(2, gentle)])
    let pure = recommender.recommendations(for: Mood([.happy: 1]), count: 1)
    let mixed = recommender.recommendations(for: Mood([.happy: 0.55, .sad: 0.45]), count: 1)
    #expect(pure.map(\.track.id) == [1])
    #expect(mixed.map(\.track.id) == [2])
  }

  @Test("explains a choice with the figures of the song")
  func explains() {
    let first = Self.library.recommendations(for: .happy, count: 1)
    #expect(
      first.map(\.reason) == ["Bright and lively: 126 BPM in C major with high energy, which suits a happy mood."])
  }

  @Test("says so when the nearest song is no match")
  func admits() {
    let recommendation = Recommender(tracks: [.song(1, .lullaby)]).recommendations(for: .surprise, count: 1)
    #expect(
      recommendation.map(\.reason) == [
        "Mellow and slow: 64 BPM in G major with low energy, "
          + "the nearest to what a mood of surprise asks for that is left."
      ])
    #expect(recommendation[0].score < 0.5)
  }

  @Test("does not repeat what played recently while anything else is left")
  func avoidsRepeats() {
    let recommender = Recommender(tracks: [.song(1, .dance), .song(2, .dance), .song(3, .lament), .song(4, nil)])
    let ids = recommender.recommendations(for: .happy, count: 4, avoiding: [2, 1, 2]).map(\.track.id)
    #expect(ids == [3, 4, 1, 2], "fresh songs, then the unknown, then repeats from the longest ago")
  }

  @Test("puts songs without features last and says why")
  func unknown() {
    let recommender = Recommender(tracks: [.song(1, nil), .song(2, .lament)])
    let list = recommender.recommendations(for: .happy, count: 5)
    #expect(list.map(\.track.id) == [2, 1])
    #expect(list[1].score == 0)
    #expect(list[1].reason.hasPrefix("Not analysed yet"))
  }

  @Test("spreads an artist's songs")
  func spreads() {
    let tracks = [
      Track.song(1, by: "A", .dance), .song(2, by: "A", .dance), .song(3, by: "A", .dance), .song(4, by: "B", .stroll),
      .song(5, by: "C", .stroll),
    ]
    let artists = Recommender(tracks: tracks).recommendations(for: .happy, count: 5).map(\.track.artist)
    #expect(artists[..<4].elementsEqual(["A", "B", "A", "C"]) || artists[..<4].elementsEqual(["A", "C", "A", "B"]))
  }

  @Test("gives the same list for the same seed and another order of equals for another")
  func seeded() {
    let tracks = (1...50).map { Track.song(Int64($0), .dance) }
    let recommender = Recommender(tracks: tracks)
    let list = recommender.recommendations(for: .happy, count: 20, seed: 7)
    #expect(recommender.recommendations(for: .happy, count: 20, seed: 7) == list)
    #expect(recommender.recommendations(for: .happy, count: 20, seed: 8) != list)
  }

  @Test("asks a large library for exactly the best, however they lie")
  func large() {
    var generator = SplitMix64(seed: 1)
    let tracks = (1...5000).map { id in
      Track.song(
        Int64(id),
        AudioFeatures(
          tempo: .random(in: 50...200, using: &generator), energy: .random(in: 0...1, using: &generator),
          valence: .random(in: 0...1, using: &generator), key: 0, mode: .minor,
          loudness: .random(in: -30...0, using: &generator)))
    }
    let target = MoodTarget(for: .sad).vector.unit
    let cosines = tracks.map { (FeatureVector($0.features!).unit * target).sum() }.sorted(by: >)
    let found = Recommender(tracks: tracks).recommendations(for: .sad, count: 10)
    #expect(found.count == 10)
    #expect(found.allSatisfy { $0.score >= cosines[9] - 0.01 }, "no worse than the tenth but for equal sound")
  }

  @Test("gives nothing when asked for nothing or when there is nothing")
  func empty() {
    #expect(Self.library.recommendations(for: .sad, count: 0).isEmpty)
    #expect(Self.library.recommendations(for: .sad, count: -1).isEmpty)
    #expect(Recommender(tracks: []).recommendations(for: .sad, count: 3).isEmpty)
    #expect(Recommender(tracks: []).defaultMix(count: 3).isEmpty)
  }

  @Test("survives features that are not numbers")
  func hostile() {
    let broken = AudioFeatures(
      tempo: .nan, energy: .infinity, valence: -.infinity, key: 99, mode: .major, loudness: .nan)
    let list = Recommender(tracks: [.song(1, broken), .song(2, .dance)]).recommendations(for: .happy, count: 2)
    #expect(list.map(\.track.id) == [2, 1])
  }

  @Test("mixes every song once, changes artists, and leaves what played to the end")
  func mix() {
    let tracks = (1...12).map { Track.song(Int64($0), by: $0 % 2 == 0 ? "A" : "B", Self.seven[$0 % 7].1) }
    let recommender = Recommender(tracks: tracks)
    let mix = recommender.defaultMix(count: 20, avoiding: [3, 5], seed: 4)
    #expect(Set(mix.map(\.track.id)).count == 12)
    #expect(mix.suffix(2).map(\.track.id) == [5, 3])
    #expect(mix == recommender.defaultMix(count: 20, avoiding: [3, 5], seed: 4))
    let changes = zip(mix, mix.dropFirst()).count { $0.track.artist != $1.track.artist }
    #expect(changes >= 7)
  }
}

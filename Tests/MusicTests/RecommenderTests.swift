import Domain
import Mood
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
    let best = try #require(Self.library.songs(for: emotion, count: 3).first)
    #expect(best.track.id == Int64(emotion.rawValue) + 1)
    #expect(best.score > 0.92 && best.score <= 1)
  }

  @Test("knows what emotion a song's features are made for")
  func nearest() {
    for (emotion, features) in Self.seven { #expect(Recommender.emotion(nearest: features) == emotion) }
  }

  @Test("believes a person who says what a song is for, whatever it sounds like and though nobody has listened to it")
  func word() {
    var songs = [Track.song(1, .dance), .song(2, .lament), .song(3, nil), .song(4, .lullaby)]
    songs[1].mood = .happy
    songs[2].mood = .happy
    let happy = Recommender(tracks: songs).songs(for: .happy, count: 4)
    #expect(Set(happy.prefix(3).map(\.track.id)) == [1, 2, 3])
    for song in happy.prefix(3) where song.track.id != 1 {
      #expect(song.reason.hasSuffix(", and you said that it is for a mood like this."))
    }
    #expect(Recommender(tracks: songs).songs(for: .sad, count: 1).first?.track.id != 2)
  }

  @Test("lets a second emotion in a mood decide between two songs")
  func blends() {
    let gentle = AudioFeatures(tempo: 100, energy: 0.5, valence: 0.6, key: 0, mode: .major, loudness: -10)
    let recommender = Recommender(tracks: [.song(1, .dance), .song(2, gentle)])
    let pure = recommender.recommendations(for: Wish(.seen(Mood([.happy: 1])), count: 1))
    let mixed = recommender.recommendations(for: Wish(.seen(Mood([.happy: 0.55, .sad: 0.45])), count: 1))
    #expect(pure.map(\.track.id) == [1])
    #expect(mixed.map(\.track.id) == [2])
  }

  @Test("explains a choice with what was seen and the figures of the song")
  func explains() {
    let seen = Self.library.recommendations(for: Wish(.seen(Mood([.happy: 0.93, .neutral: 0.07])), count: 1))
    #expect(
      seen.map(\.reason) == [
        "You look happy (93 %): bright and lively, 126 BPM in C major with high energy, which suits a happy mood."
      ])
    let asked = Self.library.songs(for: .angry, count: 1)
    #expect(
      asked.map(\.reason) == [
        "You asked for angry: bright and unhurried, 82 BPM in F major with low energy, which helps an angry mood settle."
      ])
  }

  @Test("says so when the nearest song is no match")
  func admits() {
    let recommendation = Recommender(tracks: [.song(1, .lullaby)]).songs(for: .surprise, count: 1)
    #expect(
      recommendation.map(\.reason) == [
        "You asked for surprise: mellow and slow, 64 BPM in G major with low energy, the nearest to it that is left."
      ])
    #expect(recommendation[0].score < 0.5)
  }

  @Test("claims no purpose for targets that the owner has changed")
  func changedTargets() {
    var targets = MusicTargets.standard
    #expect(targets[.sad].read("tempo 126, valence 0.85, energy 0.75, mode major, loudness -9") == nil)
    let recommender = Recommender(tracks: Self.seven.map { .song(Int64($0.0.rawValue) + 1, $0.1) }, targets: targets)
    let first = recommender.songs(for: .sad, count: 1)
    #expect(first.map(\.track.id) == [Int64(Emotion.happy.rawValue) + 1])
    #expect(first[0].reason == "You asked for sad: bright and lively, 126 BPM in C major with high energy.")
  }

  @Test("does not repeat what played recently while anything else is left")
  func avoidsRepeats() {
    let recommender = Recommender(tracks: [.song(1, .dance), .song(2, .dance), .song(3, .lament), .song(4, nil)])
    var wish = Wish(.asked(Mood(certainly: .happy)), count: 4)
    wish.plays = [
      PastPlay(track: 2, age: .seconds(60)), PastPlay(track: 1, age: .seconds(7200)),
      PastPlay(track: 2, age: .seconds(9000)),
    ]
    let list = recommender.recommendations(for: wish)
    #expect(list.map(\.track.id) == [3, 4, 1, 2], "fresh songs, then the unknown, then repeats from the longest ago")
    #expect(list[3].reason.hasSuffix("played lately, but nothing else is left."))
  }

  @Test("lets a song come back the sooner, the shorter the time constant")
  func freshness() {
    let recommender = Recommender(tracks: [.song(1, .dance), .song(2, .stroll)])
    var wish = Wish(.asked(Mood(certainly: .happy)), count: 1)
    wish.plays = [PastPlay(track: 1, age: .seconds(24 * 3600))]
    wish.freshness = .seconds(24 * 3600)
    #expect(recommender.recommendations(for: wish).map(\.track.id) == [2])
    wish.freshness = .seconds(3 * 3600)
    #expect(recommender.recommendations(for: wish).map(\.track.id) == [1])
  }

  @Test("is never empty while there is a song", arguments: [MusicPolicy.match, .lift, .steady])
  func neverEmpty(policy: MusicPolicy) {
    let tracks: [Track] = [.song(1, .dance), .song(2, nil), .song(3, nil)]
    for number in 1...3 {
      let recommender = Recommender(tracks: Array(tracks.prefix(number)))
      for occasion in [Wish.Occasion.none, .asked(Mood(certainly: .fear))] {
        var wish = Wish(occasion, count: 5)
        wish.policy = policy
        wish.plays = (1...3).map { PastPlay(track: $0, age: .zero) }
        #expect(recommender.recommendations(for: wish).count == number)
      }
    }
  }

  @Test("puts songs without features last and says why")
  func unknown() {
    let recommender = Recommender(tracks: [.song(1, nil), .song(2, .lament)])
    let list = recommender.songs(for: .happy, count: 5)
    #expect(list.map(\.track.id) == [2, 1])
    #expect(list[1].score == 0)
    #expect(list[1].reason.contains("nobody has listened to this song yet"))
  }

  @Test("spreads an artist's songs")
  func spreads() {
    let tracks = [
      Track.song(1, by: "A", .dance), .song(2, by: "A", .dance), .song(3, by: "A", .dance), .song(4, by: "B", .stroll),
      .song(5, by: "C", .stroll),
    ]
    let artists = Recommender(tracks: tracks).songs(for: .happy, count: 5).map(\.track.artist)
    #expect(zip(artists, artists.dropFirst()).count { $0 == $1 } <= 1)
    #expect(artists[0] == "A" && artists[1] != "A", "the best first, then the next best of somebody else")
  }

  @Test("takes the second best that sounds different before another of the same")
  func varies() {
    let other = AudioFeatures(tempo: 110, energy: 0.55, valence: 0.7, key: 5, mode: .major, loudness: -10)
    let tracks = (1...6).map { Track.song(Int64($0), by: "\($0)", .dance) } + [.song(7, by: "7", other)]
    #expect(Recommender(tracks: tracks).songs(for: .happy, count: 3).contains { $0.track.id == 7 })
    var wish = Wish(.asked(Mood(certainly: .happy)), count: 3)
    wish.policy = .steady
    #expect(!Recommender(tracks: tracks).recommendations(for: wish).contains { $0.track.id == 7 })
  }

  @Test("lifts from where the mood is to where it leads")
  func lifts() throws {
    let tracks = GeneratedSongs.tracks(3000, seed: 5)
    var wish = Wish(.seen(Mood(EmotionScores(weights: [0, 0, 0, 0.05, 0.9, 0, 0.05]))), count: 10)
    wish.policy = .lift
    let list = Recommender(tracks: tracks).recommendations(for: wish)
    let valences = list.compactMap { $0.track.features?.valence }
    #expect(list.count == 10 && Set(list.map(\.track.id)).count == 10)
    #expect(valences[..<2].reduce(0, +) / 2 < 0.4 && valences[8...].reduce(0, +) / 2 > 0.7)
    #expect(list[0].reason.hasSuffix("step 1 of 5 on the way to happy."))
    wish.policy = .match
    let matched = Recommender(tracks: tracks).recommendations(for: wish).compactMap { $0.track.features?.valence }
    #expect(matched.max()! < 0.6)
  }

  @Test("gives the same list for the same seed and another order of equals for another")
  func seeded() {
    let recommender = Recommender(tracks: (1...50).map { Track.song(Int64($0), .dance) })
    let list = recommender.songs(for: .happy, count: 20, seed: 7)
    #expect(recommender.songs(for: .happy, count: 20, seed: 7) == list)
    #expect(recommender.songs(for: .happy, count: 20, seed: 8) != list)
  }

  @Test("finds in a large library exactly the best, however they lie")
  func large() {
    let tracks = GeneratedSongs.tracks(5003, seed: 1)
    let target = FeatureVector(MusicTargets.standard[.sad]).unit
    let cosines = tracks.map { (FeatureVector($0.features!).unit * target).sum() }
    let blocks = VectorBlocks(tracks.map { FeatureVector($0.features!).unit })
    #expect(blocks.count == 5003 && blocks[5002] == FeatureVector(tracks[5002].features!).unit)
    var best = BestScores(capacity: 10)
    blocks.search(along: target, above: -.infinity) { index, product in
      #expect(abs(product - cosines[index]) < 1e-5)
      best.insert(product, of: index)
      return best.threshold
    }
    #expect(Set(best.ranked.map(\.index)) == Set(cosines.indices.sorted { cosines[$0] > cosines[$1] }.prefix(10)))
  }

  @Test("gives nothing when asked for nothing or when there is nothing")
  func empty() {
    #expect(Self.library.songs(for: .sad, count: 0).isEmpty)
    #expect(Self.library.songs(for: .sad, count: -1).isEmpty)
    #expect(Recommender(tracks: []).songs(for: .sad, count: 3).isEmpty)
    #expect(Recommender(tracks: []).recommendations(for: Wish(.none, count: 3)).isEmpty)
  }

  @Test("survives features that are not numbers")
  func hostile() {
    let broken = AudioFeatures(
      tempo: .nan, energy: .infinity, valence: -.infinity, key: 99, mode: .major, loudness: .nan)
    let list = Recommender(tracks: [.song(1, broken), .song(2, .dance)]).songs(for: .happy, count: 2)
    #expect(list.map(\.track.id) == [2, 1])
  }

  @Test("mixes every song once, changes artists, and leaves what played to the end")
  func mix() {
    let tracks = (1...12).map { Track.song(Int64($0), by: $0 % 2 == 0 ? "A" : "B", Self.seven[$0 % 7].1) }
    let recommender = Recommender(tracks: tracks)
    var wish = Wish(.none, count: 20)
    wish.plays = [PastPlay(track: 3, age: .seconds(10)), PastPlay(track: 5, age: .seconds(500))]
    wish.seed = 4
    let mix = recommender.recommendations(for: wish)
    #expect(Set(mix.map(\.track.id)).count == 12)
    #expect(mix.suffix(2).map(\.track.id) == [5, 3])
    #expect(mix == recommender.recommendations(for: wish))
    let changes = zip(mix, mix.dropFirst()).count { $0.track.artist != $1.track.artist }
    #expect(changes >= 7)
  }
}

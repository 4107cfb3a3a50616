import Domain
import Mood
import Testing

@testable import Music

@Suite("A listener's taste")
struct TasteTests {
  private let sad = Mood(certainly: .sad)
  private let tracks = GeneratedSongs.tracks(2000, seed: 3)

  private func feedback(
    _ kind: Feedback.Kind, _ features: AudioFeatures, genre: String = "", heard: Float = 1, in mood: Mood? = nil,
    track: Int64 = 1, at time: Double = 0
  ) -> Feedback {
    Feedback(kind, heard: heard, track: track, features: features, genre: genre, mood: mood?.scores, time: time)
  }

  private func valence(_ list: [Recommendation]) -> Float {
    list.compactMap { $0.track.features?.valence }.reduce(0, +) / Float(max(1, list.count))
  }

  private func songs(_ taste: Taste?, for mood: Mood, exploring: Bool = false, seed: UInt64 = 0) -> [Recommendation] {
    var wish = Wish(.seen(mood), count: 10)
    wish.taste = taste
    wish.explores = exploring
    wish.seed = seed
    return Recommender(tracks: tracks).recommendations(for: wish)
  }

  @Test("of whom nothing is known changes nothing, whether it explores or not")
  func coldStart() {
    #expect(songs(Taste(), for: sad, exploring: true) == songs(nil, for: sad))
  }

  @Test("moves a mood's music to what is liked in it, and other moods' music less")
  func learns() {
    var taste = Taste()
    for number in 0..<20 {
      taste.learn(feedback(.liked, .dance, in: sad, track: Int64(number)))
      taste.learn(feedback(.disliked, .lament, in: sad, track: 100 + Int64(number)))
    }
    #expect(valence(songs(nil, for: sad)) < 0.45)
    #expect(valence(songs(taste, for: sad)) > 0.65)
    let fit = (sad: taste.leaning(for: sad.scores), neutral: taste.leaning(for: Mood(certainly: .neutral).scores))
    let dance = FeatureVector(.dance).unit
    #expect((fit.neutral.direction * dance).sum() < 0.6 * (fit.sad.direction * dance).sum())
  }

  @Test("takes an early skip for more than a late one, and a word for more than a deed")
  func evidence() {
    func loss(_ feedback: Feedback) -> Float {
      let leaning = Taste(learningFrom: [feedback]).leaning(for: sad.scores)
      return -(leaning.direction * FeatureVector(.lament).unit).sum()
    }
    let early = loss(feedback(.skipped, .lament, heard: 0.05, in: sad))
    let late = loss(feedback(.skipped, .lament, heard: 0.9, in: sad))
    let word = loss(feedback(.disliked, .lament, in: sad))
    #expect(late < early && early < word)
    #expect(loss(feedback(.finished, .lament, in: sad)) < 0 && loss(feedback(.liked, .lament, in: sad)) < 0)
  }

  @Test("learns genres in every mood")
  func genres() {
    let taste = Taste(learningFrom: (0..<10).map { feedback(.liked, .dance, genre: "Bebop Jazz", in: sad, track: $0) })
    let leaning = taste.leaning(for: Mood(certainly: .angry).scores)
    let jazz = leaning.genres[Int(GenreFamily.jazz.rawValue)]
    #expect(jazz > 0.1 && jazz > leaning.genres[Int(GenreFamily.metal.rawValue)])
  }

  @Test("is sure of what it has heard of often, and says so of what it has not")
  func uncertainty() {
    let taste = Taste(learningFrom: (0..<30).map { feedback(.liked, .dance, genre: "pop", in: sad, track: $0) })
    let before = Taste().uncertainty(about: .dance, genre: "pop", in: sad.scores)
    let known = taste.uncertainty(about: .dance, genre: "pop", in: sad.scores)
    let unknown = taste.uncertainty(about: .drift, genre: "metal", in: sad.scores)
    #expect(known < 0.35 * before && unknown > 2 * known)
  }

  @Test("forgets slowly, and the same whether the clock is told in one step or in many")
  func forgets() {
    let old = feedback(.liked, .dance, in: sad, at: 0)
    let new = feedback(.disliked, .dance, in: sad, at: 4 * Taste.memory)
    let taste = Taste(learningFrom: [old, new])
    #expect((taste.leaning(for: sad.scores).direction * FeatureVector(.dance).unit).sum() < 0)
    var late = Taste()
    late.learn(new)
    late.learn(old)
    let (one, other) = (taste.leaning(for: sad.scores), late.leaning(for: sad.scores))
    for coordinate in 0..<8 { #expect(abs(one.direction[coordinate] - other.direction[coordinate]) < 1e-5) }
  }

  @Test("tries what it is unsure of, the same under the same seed")
  func explores() {
    let taste = Taste(learningFrom: (0..<20).map { feedback(.liked, .dance, in: sad, track: $0) })
    let first = songs(taste, for: sad, exploring: true, seed: 1)
    #expect(first == songs(taste, for: sad, exploring: true, seed: 1))
    #expect(first.map(\.track.id) != songs(taste, for: sad, exploring: true, seed: 2).map(\.track.id))
  }

  @Test("is named in reasons")
  func reasons() {
    let liked = (1...3).map { feedback(.liked, .dance, in: sad, track: $0) }
    var wish = Wish(.seen(Mood([.happy: 0.93, .neutral: 0.07])), count: 1)
    wish.taste = Taste(learningFrom: liked)
    wish.explores = false
    func reason(_ track: Track) -> String {
      Recommender(tracks: [track]).recommendations(for: wish).first?.reason ?? ""
    }
    #expect(
      reason(.song(9, .dance))
        == "You look happy (93 %): bright and lively, 126 BPM in C major with high energy, which suits a happy mood"
        + " — and you liked three songs like it.")
    #expect(reason(.song(2, .dance)).hasSuffix(" — and you liked it."))
    #expect(!reason(.song(9, .drift)).contains("liked"))
  }

  @Test("is exact: it agrees with regression by hand")
  func exact() {
    // One song, no mood: the posterior of u·θ + γ under one rating y is (s/(s + 1/w)) y with s = |u|²·0.25 + 0.15.
    let taste = Taste(learningFrom: [feedback(.liked, .dance, genre: "pop")])
    let leaning = taste.leaning(for: nil)
    let learnt = (leaning.direction * FeatureVector(.dance).unit).sum() + leaning.genres[Int(GenreFamily.pop.rawValue)]
    #expect(abs(learnt - 0.4 / (0.4 + 0.5)) < 1e-5)
    #expect(
      abs(taste.uncertainty(about: .dance, genre: "pop", in: nil) - (0.4 * 0.5 / 0.9 as Float).squareRoot()) < 1e-5)
  }

  @Test("fades as e does")
  func fades() {
    #expect(fading(-1) == 1 && fading(0) == 1 && fading(100) == 0)
    #expect(abs(fading(1) - 0.367_879) < 1e-4 && abs(fading(5) - 0.006_738) < 1e-5)
  }
}

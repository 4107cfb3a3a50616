import Domain
import FoundationEssentials
import Mood
import Music
import System

/// `recommend bench`
struct RecommenderBenchmark: RecommendAction {
  private let count: Int
  private let runs: Int

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(words, valued: ["songs", "runs"])
    try arguments.expectOperands(0...0, named: "nothing more")
    count = try arguments.whole("songs", in: 1...10_000_000) ?? 100_000
    runs = try arguments.whole("runs", in: 1...100_000) ?? 100
  }

  func run() throws {
    let clock = ContinuousClock()
    let tracks = GeneratedSongs.tracks(count, seed: 1)
    let before = Self.residentBytes
    let start = clock.now
    let recommender = Recommender(tracks: tracks)
    let preparation = clock.now - start
    let growth = Double(Self.residentBytes - before) / Double(count)
    var listener = SimulatedListener(seed: 1, contrary: true, library: Array(tracks.prefix(1000)))
    var taste = Taste()
    for (number, track) in tracks.prefix(50).enumerated() {
      let reaction = listener.reaction(to: track, in: .sad)
      taste.learn(
        Feedback(
          reaction.kind, heard: reaction.heard, track: track.id, features: track.features, genre: track.genre,
          mood: Mood(certainly: .sad).scores, time: Double(number) * 240))
    }
    figure("prepare", preparation / .milliseconds(1), 1, "ms")
    figure("index", Double(Recommender.bytesPerSong), 0, "bytes/song")
    figure("resident", growth, 0, "bytes/song")
    time("rules", clock, recommender, nil)
    time("taste", clock, recommender, taste)
  }

  /// The median time of a list of ten, over moods in turn.
  private func time(_ name: String, _ clock: ContinuousClock, _ recommender: Recommender, _ taste: Taste?) {
    var times: [Duration] = []
    for run in 0..<runs {
      var wish = Wish(.asked(Mood(certainly: Emotion.allCases[run % Emotion.allCases.count])), count: 10)
      wish.taste = taste
      wish.seed = UInt64(run)
      times.append(clock.measure { _ = recommender.recommendations(for: wish) })
    }
    times.sort()
    figure("top-10-\(name)", times[runs / 2] / .milliseconds(1), 3, "ms")
    figure("top-10-\(name)-slowest", times[runs - 1] / .milliseconds(1), 3, "ms")
  }

  private func figure(_ name: String, _ value: Double, _ digits: Int, _ unit: String) {
    Terminal.print("recommend/\(count)/\(name) \(decimal(value, digits)) \(unit)")
  }

  private static var residentBytes: Int {
    let text = (try? WholeFile.read("/proc/self/statm", limit: 4096)).flatMap {
      $0.map { String(decoding: $0, as: UTF8.self) }
    }
    return (text?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * MemoryPage.size
  }
}

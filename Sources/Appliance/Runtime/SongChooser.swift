import Domain
import FoundationEssentials
import Library
import Mood
import Music
import System

/// Chooses the songs of a mix from the library, and not those that were played lately.
package actor SongChooser {
  /// What the owner has set.
  package struct Parameters: Equatable, Sendable {
    /// Songs of a mix.
    package var count = 10
    package var policy = MusicPolicy.match
    /// Where `lift` leads.
    package var goal = Emotion.happy
    /// After this time a song that was played has 1/e of its staleness left.
    package var freshness: Duration = .seconds(8 * 3600)
    package var targets = MusicTargets.standard

    package init() {}
  }

  private let library: any SongLibrary
  private let listeners: Listeners
  private var parameters: Parameters
  private var generator: any RandomNumberGenerator & Sendable
  private let now: @Sendable () -> Double
  private var recommender: Recommender?
  /// When songs were begun since the start, in seconds since 1970, by their rows.
  private var begun: [Int64: Double] = [:]
  /// The moods for which songs were chosen, by their rows.
  private var moods: [Int64: EmotionScores] = [:]
  /// Of the library that the recommender knows.
  private var revision = 0
  /// In the library.
  package private(set) var songs = 0
  /// Plays that matter to the choice, at most.
  private static let memory = 200

  /// A large library takes milliseconds to search.
  private let executor = QueueExecutor("songs")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// - Parameter now: seconds since 1970.
  package init(
    library: any SongLibrary, listeners: Listeners = Listeners(store: nil), _ parameters: Parameters = Parameters(),
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
  ) {
    self.library = library
    self.listeners = listeners
    self.parameters = parameters
    self.generator = generator
    self.now = now
  }

  /// Songs for a mix, best first; none when the library is empty.
  package func songs(for mix: Mix) async throws -> [Recommendation] {
    let occasion: Wish.Occasion =
      switch mix {
      case .mood(let mood): .seen(mood)
      case .emotion(let emotion): .asked(Mood(certainly: emotion))
      case .standard: .none
      }
    var wish = try await wish(occasion, count: parameters.count)
    wish.seed = generator.next()
    let songs = try await current().recommendations(for: wish)
    // Of songs that may still be playing, the mood is known too.
    if moods.count > Self.memory { moods = [:] }
    for song in songs { moods[song.track.id] = occasion.mood?.scores }
    return songs
  }

  /// What would be played for an emotion.
  package func recommendations(for emotion: Emotion, count: Int) async throws -> [Recommendation] {
    var wish = try await wish(.asked(Mood(certainly: emotion)), count: count)
    wish.explores = false
    return try await current().recommendations(for: wish)
  }

  /// Does not choose this song again soon.
  package func avoid(_ track: Track) {
    begun[track.id] = now()
    if begun.count > Self.memory { begun[begun.min { $0.value < $1.value }!.key] = nil }
  }

  /// Holds for the next mix.
  package func setPolicy(_ policy: MusicPolicy) { parameters.policy = policy }

  /// The mood for which a song was last chosen; nil for none.
  package func mood(chosenFor song: Track) -> EmotionScores? { moods[song.id] }

  /// The songs in these rows of the library, as far as they can be played.
  package func tracks(_ rows: [Int64]) async throws -> [Int64: Track] {
    let rows = Set(rows)
    let tracks = try await library.tracks().filter { rows.contains($0.id) }
    return Dictionary(tracks.map { ($0.id, $0) }) { $1 }
  }

  /// Reads the library if it has changed since it was read.
  package func refresh() async throws { _ = try await current() }

  private func current() async throws -> Recommender {
    let present = await library.revision
    if let recommender, present == revision { return recommender }
    let tracks = try await library.tracks()
    let made = Recommender(tracks: tracks, targets: parameters.targets)
    recommender = made
    revision = present
    songs = tracks.count
    return made
  }

  private func wish(_ occasion: Wish.Occasion, count: Int) async throws -> Wish {
    var wish = Wish(occasion, count: count)
    wish.policy = parameters.policy
    wish.goal = parameters.goal
    wish.freshness = parameters.freshness
    wish.taste = await listeners.taste
    let now = now()
    // Under a clock that was set back nothing was played in the future.
    let stored = try await listeners.recentPlays()
    wish.plays = stored.map { PastPlay(track: $0.track, age: .seconds(max(0, now - Double($0.time)))) }
    wish.plays += begun.map { PastPlay(track: $0.key, age: .seconds(max(0, now - $0.value))) }
    return wish
  }
}

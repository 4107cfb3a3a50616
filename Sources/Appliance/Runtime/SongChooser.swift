import Domain
import FoundationEssentials
import Music
import System

/// Chooses the songs of a mix from the library, and not those that were played lately.
package actor SongChooser {
  private let library: any SongLibrary
  private let count: Int
  private var generator: any RandomNumberGenerator & Sendable
  private var recommender: Recommender?
  /// Rows of songs begun since the start, the latest first.
  private var avoided: [Int64] = []
  /// Of the library that the recommender knows.
  private var revision = 0
  /// In the library.
  package private(set) var songs = 0
  /// Plays that matter to the choice, at most.
  private static let memory = 100

  /// A large library takes milliseconds to search.
  private let executor = QueueExecutor("songs")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Chooses `count` songs for a mix.
  package init(
    library: any SongLibrary, count: Int,
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) {
    self.library = library
    self.count = count
    self.generator = generator
  }

  /// Songs for a mix, best first; none when the library is empty.
  package func songs(for mix: Mix) async throws -> [Recommendation] {
    let recommender = try await current()
    let recent = try await recent()
    let seed = generator.next()
    return switch mix {
    case .mood(let mood): recommender.recommendations(for: mood, count: count, avoiding: recent, seed: seed)
    case .emotion(let emotion): recommender.recommendations(for: emotion, count: count, avoiding: recent, seed: seed)
    case .standard: recommender.defaultMix(count: count, avoiding: recent, seed: seed)
    }
  }

  /// What would be played for an emotion.
  package func recommendations(for emotion: Emotion, count: Int) async throws -> [Recommendation] {
    try await current().recommendations(for: emotion, count: count, avoiding: try await recent())
  }

  /// Does not choose this song again soon.
  package func avoid(_ track: Track) {
    avoided.removeAll { $0 == track.id }
    avoided.insert(track.id, at: 0)
    avoided.removeLast(max(0, avoided.count - Self.memory))
  }

  /// Notes in the library that a song was begun, so that this is known after a restart.
  package func record(_ track: Track) async throws {
    try await library.recordPlay(of: track.id, at: Int64(Date().timeIntervalSince1970))
  }

  /// Reads the library if it has changed since it was read.
  package func refresh() async throws { _ = try await current() }

  private func current() async throws -> Recommender {
    let present = await library.revision
    if let recommender, present == revision { return recommender }
    let tracks = try await library.tracks()
    let made = Recommender(tracks: tracks)
    recommender = made
    revision = present
    songs = tracks.count
    return made
  }

  /// Half the library at most, so that there is always something to choose from.
  private func recent() async throws -> [Int64] {
    let stored = try await library.recentPlays(Self.memory)
    return Array((avoided + stored.filter { !avoided.contains($0) }).prefix(min(Self.memory, songs / 2)))
  }
}

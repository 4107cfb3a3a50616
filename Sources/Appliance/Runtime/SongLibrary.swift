import Domain
import Library

/// The library, as the box uses it to choose songs.
package protocol SongLibrary: Sendable {
  /// Grows with each change that matters to what is played.
  var revision: Int { get async }
  /// The songs that can be played.
  func tracks() async throws -> [Track]
  /// The last plays of songs, the latest first, each song once.
  func recentPlays(_ count: Int) async throws -> [Play]
  /// Notes that a song was played; the time is in seconds since 1970.
  func recordPlay(of id: Int64, at time: Int64) async throws
}

extension Catalog: SongLibrary {}

import Domain
import Library

/// The library, as the box uses it to choose songs.
package protocol SongLibrary: Sendable {
  /// Grows with each change that matters to what is played.
  var revision: Int { get async }
  /// The songs that can be played.
  func tracks() async throws -> [Track]
}

extension Catalog: SongLibrary {}

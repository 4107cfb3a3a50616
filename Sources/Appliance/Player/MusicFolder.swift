import Audio
import Domain

/// The folder that the songs lie in.
package struct MusicFolder: Equatable, Sendable {
  package let path: String

  package init(_ path: String) { self.path = path }

  /// Where a song's file is. Throws when its path would lead out of the folder.
  package func path(of track: Track) throws(SongFailure) -> String {
    let parts = track.path.split(separator: "/", omittingEmptySubsequences: false)
    guard let first = parts.first, !first.isEmpty, !parts.contains(".."), !track.path.utf8.contains(0) else {
      throw SongFailure(track.path, "is not a path within the music folder")
    }
    return path + "/" + track.path
  }
}

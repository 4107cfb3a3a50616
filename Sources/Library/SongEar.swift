import Domain

/// What the catalog must be told by someone who can listen to a song file. Its calls block.
package protocol SongEar: Sendable {
  /// Grows when ``features(ofSongAt:)`` would say something else than before: songs are then listened to again.
  var version: Int { get }

  /// How long a song lasts; throws when the file is not a song that can be played.
  func duration(ofSongAt path: String) throws -> Duration

  /// What it sounds like; throws when the file cannot be read to its end, and `CancellationError` soon after `isCancelled` has said
  /// so.
  func features(ofSongAt path: String, isCancelled: () -> Bool) throws -> AudioFeatures
}

/// The library in figures.
package struct CatalogStatistics: Equatable, Sendable {
  /// Tracks that can be played.
  package let tracks: Int
  package let artists: Int
  package let albums: Int
  package let genres: Int
  /// Playing time of all.
  package let duration: Duration
  /// Of the song files, in bytes.
  package let size: Int64
  /// Tracks with all features.
  package let analysed: Int
  /// Tracks that the analyser could make nothing of.
  package let failed: Int
  /// Tracks whose files are gone.
  package let missing: Int
  /// Tracks that the owner removed.
  package let hidden: Int
}

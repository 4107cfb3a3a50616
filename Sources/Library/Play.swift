/// That a song was played.
package struct Play: Equatable, Sendable {
  /// Catalog row.
  package let track: Int64
  /// In seconds since 1970.
  package let time: Int64

  package init(track: Int64, time: Int64) {
    self.track = track
    self.time = time
  }
}

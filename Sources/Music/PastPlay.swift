/// That a song was played, and how long ago.
package struct PastPlay: Equatable, Sendable {
  /// Catalog row.
  package let track: Int64
  package let age: Duration

  package init(track: Int64, age: Duration) {
    self.track = track
    self.age = age
  }
}

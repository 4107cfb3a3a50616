import Domain

/// A list of songs and how far it was heard.
package struct PlayerQueue: Equatable, Sendable {
  package var songs: [Recommendation]
  /// Of the song that was heard.
  package var index: Int
  /// The place in that song.
  package var position: Duration

  package init(songs: [Recommendation], index: Int, position: Duration) {
    self.songs = songs
    self.index = index
    self.position = position
  }
}

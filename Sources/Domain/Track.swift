/// A song of the library.
package struct Track: Equatable, Identifiable, Sendable {
  /// Row of the catalog, above 0; stays the same for the life of the song's file.
  package let id: Int64
  /// Path below the music folder, with `/` between folders.
  package var path: String
  package var title: String
  /// Empty when unknown.
  package var artist: String
  /// Empty when unknown.
  package var album: String
  /// Empty when unknown.
  package var genre: String
  package var duration: Duration
  /// Nil until the song was analysed.
  package var features: AudioFeatures?
  /// The mood that a person says it is for; nil when nobody has.
  package var mood: Emotion?

  package init(
    id: Int64, path: String, title: String, artist: String = "", album: String = "", genre: String = "",
    duration: Duration, features: AudioFeatures? = nil, mood: Emotion? = nil
  ) {
    self.id = id
    self.path = path
    self.title = title
    self.artist = artist
    self.album = album
    self.genre = genre
    self.duration = duration
    self.features = features
    self.mood = mood
  }
}

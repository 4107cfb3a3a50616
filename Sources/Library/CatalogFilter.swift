/// Which tracks of the catalog are meant: those that pass everything given here.
package struct CatalogFilter: Equatable, Sendable {
  /// Stands in the title, artist, album, genre or path, in upper or lower case.
  package var text: String?
  /// Is the artist, in upper or lower case.
  package var artist: String?
  /// Is the genre, in upper or lower case.
  package var genre: String?
  /// True: has all features; false: lacks some.
  package var analysed: Bool?
  /// Nil for all.
  package var state: CatalogEntry.State?

  package init(
    text: String? = nil, artist: String? = nil, genre: String? = nil, analysed: Bool? = nil,
    state: CatalogEntry.State? = .present
  ) {
    self.text = text
    self.artist = artist
    self.genre = genre
    self.analysed = analysed
    self.state = state
  }

  func passes(_ entry: CatalogEntry) -> Bool {
    let track = entry.track
    if let text = text?.lowercased(), !text.isEmpty {
      let fields = [track.title, track.artist, track.album, track.genre, track.path]
      guard fields.contains(where: { $0.lowercased().contains(text) }) else { return false }
    }
    if let artist, track.artist.lowercased() != artist.lowercased() { return false }
    if let genre, track.genre.lowercased() != genre.lowercased() { return false }
    if let analysed, (track.features != nil) != analysed { return false }
    return true
  }
}

/// The kinds of music that are told apart: what a song's genre tag, which is free text, is nearest to.
package enum GenreFamily: UInt8, CaseIterable, Sendable {
  case other, pop, rock, metal, electronic, hipHop, soul, jazz, blues, classical, folk, country, ambient, latin, reggae,
    soundtrack

  /// The word for it in settings and payloads, such as `hip-hop`.
  package var name: String { self == .hipHop ? "hip-hop" : "\(self)" }

  package init?(name: some StringProtocol) {
    guard let family = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = family
  }

  /// The family of a tag such as `Indie Rock`: of the words in it, the most particular decides.
  package init(tag: String) {
    let tag = tag.lowercased()
    self = Self.words.first { $0.words.contains { tag.contains($0) } }?.family ?? .other
  }

  /// The particular before the general: "pop rock" is rock, "trip hop" is electronic.
  private static let words: [(family: GenreFamily, words: [String])] = [
    (.soundtrack, ["soundtrack", "score", "game", "film", "musical"]),
    (.ambient, ["ambient", "new age", "meditation", "drone", "chillout", "lo-fi", "lofi"]),
    (.metal, ["metal", "grindcore", "hardcore"]),
    (.classical, ["classic", "baroque", "orchestra", "symphon", "opera", "chamber", "piano", "choral"]),
    (.jazz, ["jazz", "swing", "bebop", "bossa", "big band"]),
    (.blues, ["blues"]),
    (.reggae, ["reggae", "ska", "dancehall"]),
    (.electronic, ["electro", "techno", "house", "trance", "dubstep", "drum", "edm", "dance", "trip hop", "trip-hop"]),
    (.hipHop, ["hip hop", "hip-hop", "hiphop", "rap", "grime"]),
    (.soul, ["soul", "r&b", "rnb", "funk", "disco", "motown", "gospel"]),
    (.country, ["country", "bluegrass", "americana"]),
    (.latin, ["latin", "salsa", "samba", "tango", "flamenco", "cumbia"]),
    (.folk, ["folk", "singer-songwriter", "acoustic", "celtic", "world", "chanson"]),
    (.rock, ["rock", "punk", "grunge", "indie", "alternative"]),
    (.pop, ["pop", "chart", "schlager"]),
  ]
}

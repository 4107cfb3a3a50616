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

  /// The family of a tag such as `Classic Rock`: the last word that names one decides, as it does in speech. Words that only colour
  /// a family count where no other does.
  package init(tag: String) {
    let words = Self.words(of: tag)
    self = Self.last(of: words, Self.kinds) ?? Self.last(of: words, Self.colours) ?? .other
  }

  /// In lower case, without what is no letter.
  private static func words(of tag: String) -> [Substring] {
    tag.lowercased().split { !$0.isLetter && $0 != "&" }.flatMap { $0 == "r&b" ? ["rnb"] : $0.split(separator: "&") }
  }

  private static func last(of words: [Substring], _ kinds: [(name: String, family: GenreFamily)]) -> GenreFamily? {
    for end in words.indices.reversed() {
      let word = words[end]
      let pair = end > 0 ? "\(words[end - 1]) \(word)" : ""
      // "Pop" is in "synthpop" and "electro" in "electronica", but "ska" not in "skating".
      let found = kinds.filter { name, _ in
        word == name || pair == name || ((name.count > 3 || name == "pop" || name == "rap") && word.hasSuffix(name))
          || (name.count > 3 && word.hasPrefix(name))
      }
      if let longest = found.max(by: { $0.name.count < $1.name.count }) { return longest.family }
    }
    return nil
  }

  private static let kinds = named([
    (.soundtrack, ["soundtrack", "score", "game", "film", "musical"]),
    (.ambient, ["ambient", "new age", "meditation", "drone", "chillout", "lo fi", "lofi"]),
    (.metal, ["metal", "grindcore", "hardcore"]),
    (.classical, ["classical", "klassik", "baroque", "orchestra", "symphon", "opera", "chamber", "choral"]),
    (.jazz, ["jazz", "swing", "bebop", "bossa", "big band"]),
    (.blues, ["blues"]),
    (.reggae, ["reggae", "ska", "dancehall"]),
    (.electronic, ["electro", "techno", "house", "trance", "dubstep", "drum", "edm", "dance", "trip hop"]),
    (.hipHop, ["hip hop", "hiphop", "rap", "grime"]),
    (.soul, ["soul", "rnb", "rhythm blues", "and blues", "funk", "disco", "motown", "gospel"]),
    (.country, ["country", "bluegrass", "americana"]),
    (.latin, ["latin", "salsa", "samba", "tango", "flamenco", "cumbia"]),
    (.folk, ["folk", "singer songwriter", "celtic", "chanson"]),
    (.rock, ["rock", "punk", "grunge"]),
    (.pop, ["pop", "schlager"]),
  ])

  private static let colours = named([
    (.classical, ["classic", "piano"]), (.folk, ["acoustic", "world"]), (.rock, ["indie", "alternative"]),
    (.pop, ["chart"]),
  ])

  private static func named(_ families: [(GenreFamily, [String])]) -> [(name: String, family: GenreFamily)] {
    families.flatMap { family, names in names.map { ($0, family) } }
  }
}

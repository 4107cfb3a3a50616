/// What a song's tags say of it, cleaned: tags come from outside.
package struct SongTags: Equatable, Sendable {
  package var title = ""
  package var artist = ""
  package var album = ""
  package var genre = ""
  package var year: Int?
  package var number: Int?

  package init() {}

  /// What a file's name says: "Artist - Title.flac", "07 - Title.flac", "07. Artist - Title.flac" or "Title.flac".
  package init(fileName: some StringProtocol) {
    let dot = fileName.lastIndex(of: ".") ?? fileName.endIndex
    let stem = dot > fileName.startIndex ? String(fileName[..<dot]) : String(fileName)
    var name = Self.cleaned(String(stem.map { $0 == "_" ? " " : $0 }))[...]
    let digits = name.prefix { $0.isASCII && $0.isNumber }
    for separator in [" - ", ". "] where (1...3).contains(digits.count) {
      let rest = name[digits.endIndex...]
      guard rest.hasPrefix(separator), rest.count > separator.count, let number = Int(digits), number > 0 else {
        continue
      }
      self.number = number
      name = rest.dropFirst(separator.count)
      break
    }
    let parts = name.split(separator: " - ", maxSplits: 1)
    if parts.count == 2 {
      artist = Self.cleaned(String(parts[0]))
      title = Self.cleaned(String(parts[1]))
    } else {
      title = Self.cleaned(String(name))
    }
    if title.isEmpty { title = stem }
  }

  /// Takes what is missing here from `other`. An artist is only taken along with the title: half of each would lie.
  package mutating func complete(from other: SongTags) {
    if title.isEmpty {
      title = other.title
      if artist.isEmpty { artist = other.artist }
    }
    if album.isEmpty { album = other.album }
    if genre.isEmpty { genre = other.genre }
    year = year ?? other.year
    number = number ?? other.number
  }

  /// Longer texts are cut: nobody reads them, and a screen, a message or a log must hold them.
  private static let longest = 300

  /// One line of plain text of at most 300 code points: without control characters and those that turn the direction of
  /// writing around, which can make a terminal or a page show something else; runs of white space become one space.
  package static func cleaned(_ text: String) -> String {
    var clean = String.UnicodeScalarView()
    var space = false
    var count = 0
    for scalar in text.unicodeScalars where count < longest {
      if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
        space = count > 0
      } else if !isInvisible(scalar) {
        if space {
          clean.append(" ")
          count += 1
          guard count < longest else { break }
        }
        space = false
        clean.append(scalar)
        count += 1
      }
    }
    return String(clean)
  }

  /// The joiners within words and emoji are format characters too, and stay.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .format && scalar != "\u{200C}" && scalar != "\u{200D}"
  }
}

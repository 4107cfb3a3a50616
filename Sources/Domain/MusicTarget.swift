/// The music that a mood asks for: what the best song would sound like.
///
/// As text, and so in the settings: `valence 0.85, arousal 0.68, tempo 128, energy 0.7, acousticness 0.15, loudness -9,
/// mode major, genres pop soul`.
package struct MusicTarget: Equatable, Sendable, CustomStringConvertible {
  /// A mode, or that it does not matter.
  package enum Mode: String, CaseIterable, Sendable { case minor, either, major }

  /// Gloomy 0 … cheerful 1.
  package var valence: Float
  /// Calm 0 … exciting 1.
  package var arousal: Float
  /// Beats a minute.
  package var tempo: Float
  /// Calm 0 … intense 1.
  package var energy: Float
  /// Electric 0 … acoustic 1.
  package var acousticness: Float
  /// LUFS (EBU R 128).
  package var loudness: Float
  package var mode: Mode
  /// Those that fit a little better than others; may be empty.
  package var genres: [GenreFamily]

  package init(
    valence: Float, arousal: Float, tempo: Float, energy: Float, acousticness: Float, loudness: Float, mode: Mode,
    genres: [GenreFamily] = []
  ) {
    self.valence = valence
    self.arousal = arousal
    self.tempo = tempo
    self.energy = energy
    self.acousticness = acousticness
    self.loudness = loudness
    self.mode = mode
    self.genres = genres
  }

  package var description: String {
    let genres = genres.map(\.name).joined(separator: " ")
    return "valence \(valence), arousal \(arousal), tempo \(tempo), energy \(energy), acousticness \(acousticness), "
      + "loudness \(loudness), mode \(mode.rawValue)\(genres.isEmpty ? "" : ", genres \(genres)")"
  }

  /// What may stand in the text, for people.
  package static let allowed =
    "valence 0…1, arousal 0…1, tempo 30…300, energy 0…1, acousticness 0…1, loudness -40…0, "
    + "mode minor, either or major, and genres out of \(GenreFamily.allCases.map(\.name).joined(separator: ", "))"

  /// Takes over what a text says; what it does not mention stays. Returns what is wrong with it, and then changes nothing.
  package mutating func read(_ text: String) -> String? {
    var changed = self
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: " ").map(String.init)
      guard words.count >= 2 else { return "\"\(part)\" is not a name and a value" }
      if let problem = changed.set(words[0], words.dropFirst()) { return problem }
    }
    self = changed
    return nil
  }

  private mutating func set(_ name: String, _ values: ArraySlice<String>) -> String? {
    let value = values.joined(separator: " ")
    switch name {
    case "valence": return Self.number(name, value, 0...1, &valence)
    case "arousal": return Self.number(name, value, 0...1, &arousal)
    case "tempo": return Self.number(name, value, 30...300, &tempo)
    case "energy": return Self.number(name, value, 0...1, &energy)
    case "acousticness": return Self.number(name, value, 0...1, &acousticness)
    case "loudness": return Self.number(name, value, -40...0, &loudness)
    case "mode":
      guard let mode = Mode(rawValue: value) else { return "mode \(value) is none of minor, either, major" }
      self.mode = mode
      return nil
    case "genres":
      genres = []
      if value == "none" { return nil }
      for word in values {
        guard let genre = GenreFamily(name: word) else {
          return "there is no genre \(word); known are: \(GenreFamily.allCases.map(\.name).joined(separator: ", "))"
        }
        genres.append(genre)
      }
      return nil
    default:
      return "there is no \(name); known are: valence, arousal, tempo, energy, acousticness, loudness, mode, genres"
    }
  }

  private static func number(
    _ name: String, _ text: String, _ range: ClosedRange<Float>, _ place: inout Float
  ) -> String? {
    guard let number = Float(text), range.contains(number) else {
      return "\(name) \(text) is not a number in \(range.lowerBound)…\(range.upperBound)"
    }
    place = number
    return nil
  }
}

import Domain

/// What a column of a table of songs means, by the names that exports of streaming services, and the data sets made of them, use.
enum SongColumn: Hashable {
  case path
  case field(TrackField)
  /// The same as hundredths.
  case percent(TrackField)
  /// The song's length, to tell songs of one name apart.
  case milliseconds
  case other

  private static let names: [String: SongColumn] = [
    "path": .path, "file": .path, "filename": .path, "location": .path, "title": .field(.title), "name": .field(.title),
    "track": .field(.title), "trackname": .field(.title), "song": .field(.title), "songname": .field(.title),
    "songtitle": .field(.title), "tracktitle": .field(.title), "artist": .field(.artist), "artists": .field(.artist),
    "artistname": .field(.artist), "artistnames": .field(.artist), "trackartist": .field(.artist),
    "singer": .field(.artist), "performer": .field(.artist), "album": .field(.album), "albumname": .field(.album),
    "trackalbumname": .field(.album), "genre": .field(.genre), "trackgenre": .field(.genre),
    "playlistgenre": .field(.genre), "year": .field(.year), "releasedyear": .field(.year), "number": .field(.number),
    "tracknumber": .field(.number), "tempo": .field(.tempo), "bpm": .field(.tempo), "energy": .field(.energy),
    "valence": .field(.valence), "key": .field(.key), "mode": .field(.mode), "loudness": .field(.loudness),
    "arousal": .field(.arousal), "danceability": .field(.danceability), "acousticness": .field(.acousticness),
    "mood": .field(.mood), "emotion": .field(.mood), "durationms": .milliseconds, "length": .milliseconds,
    "duration": .milliseconds,
  ]

  /// Upper and lower case, spaces, hyphens and underscores make no difference; a `%` at the end means hundredths.
  init(_ name: String) {
    let plain = name.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "%" }
    if plain.hasSuffix("%"), case .field(let field)? = Self.names[String(plain.dropLast())], field.isFeature {
      self = .percent(field)
    } else {
      self = Self.names[plain] ?? (plain == "artistsname" ? .field(.artist) : .other)
    }
  }

  /// What services write in their own way, as we write it; nil for what says nothing.
  static func value(_ text: String, of field: TrackField) -> String? {
    let text = SongTags.cleaned(text)
    guard !text.isEmpty else { return nil }
    switch (field, text) {
    case (.key, "-1"): return nil
    case (.mode, "0"): return "minor"
    case (.mode, "1"): return "major"
    case (.mode, _): return text.lowercased()
    // 0 is what services write where they heard no beat.
    case (.tempo, _) where Float(text) == 0: return nil
    // Lists of names, such as ['Ada', 'Ben'].
    case (.artist, _) where text.hasPrefix("['") && text.hasSuffix("']"):
      return text.dropFirst(2).dropLast(2).split(separator: "', '").joined(separator: ", ")
    case (.mood, _):
      // Labels of the field's data sets that stand for one of our words.
      return ["calm": "neutral", "energetic": "surprise"][text.lowercased()] ?? text.lowercased()
    // Numbers as 3.0, where whole ones are meant.
    case (.key, _), (.year, _), (.number, _): return Double(text).flatMap { Int(exactly: $0) }.map { "\($0)" } ?? text
    default: return text
    }
  }
}

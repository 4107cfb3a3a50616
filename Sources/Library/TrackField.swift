import Domain

/// What the owner can set of a track. A value that the owner set is never changed by a scan or an analysis.
package enum TrackField: String, CaseIterable, Sendable {
  // The order is that of the columns of an export; the position is the field's bit in `owner_set` and must not change.
  case title, artist, album, genre, year, number, tempo, energy, valence, key, mode, loudness, arousal, danceability,
    acousticness, mood

  /// Its bit in the column `owner_set`.
  var bit: Int64 { 1 << Int64(Self.allCases.firstIndex(of: self)!) }

  /// Whether it is measured from the sound, and not read from the tags.
  package var isFeature: Bool {
    switch self {
    case .tempo, .energy, .valence, .key, .mode, .loudness, .arousal, .danceability, .acousticness: true
    case .title, .artist, .album, .genre, .year, .number, .mood: false
    }
  }

  var isText: Bool {
    switch self {
    case .title, .artist, .album, .genre: true
    case .year, .number, .tempo, .energy, .valence, .key, .mode, .loudness, .arousal, .danceability, .acousticness,
      .mood:
      false
    }
  }

  /// The value that people wrote, checked.
  ///
  /// Text is cleaned as tags are; year and number may be empty, for unknown. Throws with the field, the value and the range.
  func value(of text: String) throws(CatalogFailure) -> SQLiteValue {
    switch self {
    case .title:
      let title = SongTags.cleaned(text)
      guard !title.isEmpty else { throw .unusableValue("title is empty, but every song needs one") }
      return .text(title)
    case .artist, .album, .genre: return .text(SongTags.cleaned(text))
    case .year, .number: return text.isEmpty ? .null : .integer(Int64(try integer(text, 1...9999)))
    case .tempo: return try number(text, 20...400, "beats a minute")
    case .energy, .valence, .arousal, .danceability, .acousticness: return try number(text, 0...1)
    case .loudness: return try number(text, -70...10, "LUFS")
    case .key:
      guard let key = Self.pitchClasses[text] else {
        throw .unusableValue("key is \"\(text)\", not one of \(Self.keys.joined(separator: ", ")), or 0…11")
      }
      return .integer(Int64(key))
    case .mood:
      guard text.isEmpty || Emotion(name: text) != nil else {
        let known = Emotion.allCases.map(\.name).joined(separator: ", ")
        throw .unusableValue("mood is \"\(SongTags.cleaned(text))\", not one of \(known)")
      }
      return text.isEmpty ? .null : .text(text)
    case .mode:
      guard let mode = AudioFeatures.Mode(rawValue: text) else {
        throw .unusableValue("mode is \"\(text)\", not major or minor")
      }
      return .text(mode.rawValue)
    }
  }

  /// The value that a text of ``CatalogEntry/text(of:)`` stands for.
  func value(ofStored text: String) throws(CatalogFailure) -> SQLiteValue {
    text.isEmpty && !isText ? .null : try value(of: text)
  }

  /// The names that an export writes, by pitch class.
  static let keys = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]

  private static let pitchClasses: [String: Int] = {
    var classes = ["Db": 1, "Eb": 3, "Gb": 6, "Ab": 8, "Bb": 10]
    for (index, key) in keys.enumerated() {
      classes[key] = index
      classes["\(index)"] = index
    }
    for (name, index) in classes {
      classes[String(name.map { $0 == "#" ? "♯" : $0 == "b" ? "♭" : $0 })] = index
    }
    return classes
  }()

  private func integer(_ text: String, _ range: ClosedRange<Int>) throws(CatalogFailure) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw .unusableValue(
        "\(rawValue) is \"\(text)\", not a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private func number(
    _ text: String, _ range: ClosedRange<Float>, _ unit: String = ""
  ) throws(CatalogFailure) -> SQLiteValue {
    guard let number = Float(text), range.contains(number) else {
      throw .unusableValue(
        "\(rawValue) is \"\(text)\", not a number from \(range.lowerBound) to \(range.upperBound)"
          + (unit.isEmpty ? "" : " \(unit)"))
    }
    return .real(Double(number))
  }
}

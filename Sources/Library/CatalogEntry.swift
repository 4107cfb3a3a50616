import Domain

/// All that the catalog knows of a track.
package struct CatalogEntry: Equatable, Sendable {
  package enum State: String, Sendable {
    case present
    /// The file is gone; all that is known waits for it to come back.
    case missing
    /// The owner removed it: the file is there, but is left alone.
    case hidden
  }

  package let track: Track
  package let state: State
  package let year: Int?
  package let number: Int?
  package let features: PartialFeatures
  /// Of the file, in bytes.
  package let size: Int64
  /// When the file was changed, in nanoseconds since 1970.
  package let modified: Int64
  /// When the track was added, in seconds since 1970.
  package let added: Int64
  /// What the owner set, and no scan changes.
  package let ownerSet: Set<TrackField>
  /// The version of the analyser that listened to it; nil when none did.
  package let analyser: Int?
  /// Why the analyser could make nothing of it.
  package let analysisFailure: String?

  static let columns = """
    id, path, state, title, artist, album, genre, year, number, duration, tempo, energy, valence, key, mode, loudness, \
    size, modified, added, owner_set, analyser, analysis_failure, arousal, danceability, acousticness, \
    tempo_confidence, peak, mood
    """

  /// Reads a row of ``columns``.
  init(_ row: borrowing SQLiteStatement) {
    features = PartialFeatures(
      tempo: row.real(10).map { Float($0) }, energy: row.real(11).map { Float($0) },
      valence: row.real(12).map { Float($0) }, key: row.integer(13).map { Int($0) },
      mode: row.text(14).flatMap { AudioFeatures.Mode(rawValue: $0) }, loudness: row.real(15).map { Float($0) },
      arousal: row.real(22).map { Float($0) }, danceability: row.real(23).map { Float($0) },
      acousticness: row.real(24).map { Float($0) }, tempoConfidence: row.real(25).map { Float($0) },
      peak: row.real(26).map { Float($0) })
    track = Track(
      id: row.integer(0) ?? 0, path: row.text(1) ?? "", title: row.text(3) ?? "", artist: row.text(4) ?? "",
      album: row.text(5) ?? "", genre: row.text(6) ?? "", duration: .milliseconds(row.integer(9) ?? 0),
      features: features.complete, mood: row.text(27).flatMap { Emotion(name: $0) })
    state = row.text(2).flatMap { State(rawValue: $0) } ?? .missing
    year = row.integer(7).map { Int($0) }
    number = row.integer(8).map { Int($0) }
    size = row.integer(16) ?? 0
    modified = row.integer(17) ?? 0
    added = row.integer(18) ?? 0
    let bits = row.integer(19) ?? 0
    ownerSet = Set(TrackField.allCases.filter { bits & $0.bit != 0 })
    analyser = row.integer(20).map { Int($0) }
    analysisFailure = row.text(21)
  }

  /// The value of a field as the catalog stores it.
  func value(of field: TrackField) -> SQLiteValue {
    switch field {
    case .title: .text(track.title)
    case .artist: .text(track.artist)
    case .album: .text(track.album)
    case .genre: .text(track.genre)
    case .year: SQLiteValue(year)
    case .number: SQLiteValue(number)
    case .tempo: SQLiteValue(features.tempo)
    case .energy: SQLiteValue(features.energy)
    case .valence: SQLiteValue(features.valence)
    case .key: SQLiteValue(features.key)
    case .mode: SQLiteValue(features.mode?.rawValue)
    case .loudness: SQLiteValue(features.loudness)
    case .arousal: SQLiteValue(features.arousal)
    case .danceability: SQLiteValue(features.danceability)
    case .acousticness: SQLiteValue(features.acousticness)
    case .mood: SQLiteValue(track.mood?.name)
    }
  }

  /// The value of a field as people read and write it; empty when unknown.
  package func text(of field: TrackField) -> String {
    switch value(of: field) {
    case .null, .blob: ""
    case .text(let text): text
    case .real(let number): "\(Float(number))"
    case .integer(let number): field == .key ? TrackField.keys[Int(number)] : "\(number)"
    }
  }
}

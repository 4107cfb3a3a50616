import Domain

/// A song of the catalog as people read and write it: every value as text.
package struct SongRecord: Equatable, Sendable {
  package var id: Int64
  package var path: String
  package var state: String
  /// In milliseconds.
  package var duration: Int
  /// In seconds since 1970.
  package var added: Int64
  /// What the fields hold, but not those that hold nothing.
  package var values: [TrackField: String]
  /// What a person said, and no scan or analysis changes.
  package var ownerSet: Set<TrackField>
  /// 0…1, of the tempo that was measured.
  package var tempoConfidence: Float?
  /// True peak in dB of full scale.
  package var peak: Float?
  /// Why nothing could be heard in it.
  package var failure: String?

  package init(
    id: Int64, path: String, state: String, duration: Int, added: Int64, values: [TrackField: String],
    ownerSet: Set<TrackField>
  ) {
    self.id = id
    self.path = path
    self.state = state
    self.duration = duration
    self.added = added
    self.values = values
    self.ownerSet = ownerSet
  }

  package init(_ entry: CatalogEntry) {
    var values: [TrackField: String] = [:]
    for field in TrackField.allCases {
      let text = entry.text(of: field)
      if !text.isEmpty { values[field] = text }
    }
    self.init(
      id: entry.track.id, path: entry.track.path, state: entry.state.rawValue,
      duration: Int(entry.track.duration / .milliseconds(1)), added: entry.added, values: values,
      ownerSet: entry.ownerSet)
    tempoConfidence = entry.features.tempoConfidence
    peak = entry.features.peak
    failure = entry.analysisFailure
  }

  package func text(of field: TrackField) -> String { values[field] ?? "" }

  package func number(of field: TrackField) -> Float? { values[field].flatMap { Float($0) } }

  /// Whether all is known that a choice needs.
  package var isAnalysed: Bool {
    [TrackField.tempo, .energy, .valence, .key, .mode, .loudness].allSatisfy { values[$0] != nil }
  }

  /// What it sounds like; nil while something that a choice needs is unknown.
  package var features: AudioFeatures? {
    guard isAnalysed, let tempo = number(of: .tempo), let energy = number(of: .energy),
      let valence = number(of: .valence), let loudness = number(of: .loudness),
      let mode = AudioFeatures.Mode(rawValue: text(of: .mode)),
      let key = TrackField.keys.firstIndex(of: text(of: .key))
    else { return nil }
    return AudioFeatures(
      tempo: tempo, energy: energy, valence: valence, key: key, mode: mode, loudness: loudness,
      arousal: number(of: .arousal), danceability: number(of: .danceability), acousticness: number(of: .acousticness),
      tempoConfidence: tempoConfidence, peak: peak)
  }
}

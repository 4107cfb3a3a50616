import Domain
import Hub
import Music

/// How feedback stands in a listener's history, sealed: an object that people can read once it was exported.
extension Feedback {
  func json(of song: Track) -> JSONValue {
    [
      "kind": .string(kind.rawValue), "heard": .rounded(heard), "track": .number(Double(track)),
      "title": .string(song.title), "artist": .string(song.artist), "genre": .string(genre),
      "features": features?.json ?? .null, "mood": mood?.json ?? .null, "time": .number(time),
    ]
  }

  /// Nil when it is no such object.
  init?(_ value: JSONValue) {
    guard let kind = value["kind"]?.string.flatMap({ Kind(rawValue: $0) }), let time = value["time"]?.number,
      let track = value["track"]?.number.flatMap({ Int64(exactly: $0) })
    else { return nil }
    var mood: EmotionScores?
    if case .object(let scores)? = value["mood"] {
      mood = EmotionScores(weights: Emotion.allCases.map { Float(scores[$0.name]?.number ?? 0) })
    }
    self.init(
      kind, heard: Float(value["heard"]?.number ?? 0), track: track, features: AudioFeatures(value["features"]),
      genre: value["genre"]?.string ?? "", mood: mood, time: time)
  }
}

extension AudioFeatures {
  /// What ``json`` wrote; nil when it is anything else.
  fileprivate init?(_ value: JSONValue?) {
    guard let value, let tempo = value["tempo"]?.number, let energy = value["energy"]?.number,
      let valence = value["valence"]?.number, let key = value["key"]?.number.flatMap({ Int(exactly: $0) }),
      let mode = value["mode"]?.string.flatMap({ Mode(rawValue: $0) })
    else { return nil }
    self.init(
      tempo: Float(tempo), energy: Float(energy), valence: Float(valence), key: key, mode: mode,
      loudness: Float(value["loudness"]?.number ?? -14), arousal: value["arousal"]?.number.map { Float($0) },
      acousticness: value["acousticness"]?.number.map { Float($0) })
  }
}

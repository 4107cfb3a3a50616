import Domain

// The nouns of the box as JSON: the same members in every payload, answer and printed line.

extension EmotionScores {
  /// An object with the probability of each emotion.
  package var json: JSONValue {
    .object(Dictionary(uniqueKeysWithValues: Emotion.allCases.map { ($0.name, .rounded(self[$0])) }))
  }
}

extension Mood {
  package var json: JSONValue { .object(members) }

  var members: [String: JSONValue] {
    [
      "emotion": .string(emotion.name), "confidence": .rounded(confidence), "valence": .rounded(valence),
      "arousal": .rounded(arousal), "scores": scores.json,
    ]
  }

  /// What the box saw, in one sentence for people: the two emotions that stood out most.
  package var because: String {
    let others = Emotion.allCases.filter { $0 != emotion }
    let second = others.max { scores[$0] < scores[$1] } ?? emotion
    func percent(_ emotion: Emotion) -> Int { Int((scores[emotion] * 100).rounded()) }
    return "The face looked \(percent(emotion)) % \(emotion.name) and \(percent(second)) % \(second.name)."
  }
}

extension AudioFeatures {
  package var json: JSONValue {
    var members: [String: JSONValue] = [
      "tempo": .rounded(tempo), "energy": .rounded(energy), "valence": .rounded(valence), "key": .number(Double(key)),
      "mode": .string(mode.rawValue), "loudness": .rounded(loudness),
    ]
    members["arousal"] = arousal.map { .rounded($0) }
    members["danceability"] = danceability.map { .rounded($0) }
    members["acousticness"] = acousticness.map { .rounded($0) }
    members["tempo_confidence"] = tempoConfidence.map { .rounded($0) }
    members["peak"] = peak.map { .rounded($0) }
    return .object(members)
  }
}

extension Track {
  package var json: JSONValue {
    [
      "id": .number(Double(id)), "path": .string(path), "title": .string(title), "artist": .string(artist),
      "album": .string(album), "genre": .string(genre), "duration": .seconds(duration),
      "features": features?.json ?? .null,
    ]
  }
}

extension Recommendation {
  package var json: JSONValue {
    ["track": track.json, "score": .rounded(score), "because": .string(reason)]
  }
}

extension PlayerStatus {
  /// `position_at` is the date at which `position` was true, so that whoever reads it can count on.
  package func json(at now: Moment) -> JSONValue {
    [
      "state": .string(state.rawValue), "track": track?.json ?? .null, "position": .seconds(position),
      "position_at": .date(now.date(of: positionTime)), "duration": track.map { .seconds($0.duration) } ?? .null,
      "volume": .number(Double(volume)), "muted": .bool(muted), "queued": .number(Double(queued)),
      "because": .string(reason),
    ]
  }
}

extension LookOutcome {
  /// How a look ended, as the answer to whoever asked for it.
  package var json: JSONValue {
    switch self {
    case .mood(let mood): ["outcome": "detected", "mood": mood.json]
    case .notSure(let scores): ["outcome": "not_sure", "scores": scores.json]
    case .noFace: ["outcome": "no_face"]
    }
  }
}

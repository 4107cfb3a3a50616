import Hub
import Library

extension SongRecord {
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "id": .number(Double(id)), "path": .string(path), "state": .string(state),
      "duration": .number(Double(duration) / 1000), "added": .number(Double(added)),
      "values": .object(Dictionary(uniqueKeysWithValues: values.map { ($0.rawValue, .string($1)) })),
      "set": .array(TrackField.allCases.filter(ownerSet.contains).map { .string($0.rawValue) }),
    ]
    members["tempo_confidence"] = tempoConfidence.map { .rounded($0) }
    members["peak"] = peak.map { .rounded($0) }
    members["failure"] = failure.map { .string($0) }
    return .object(members)
  }

  /// Nil when it is none.
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.number.flatMap({ Int64(exactly: $0) }), let path = json["path"]?.string,
      let state = json["state"]?.string, let duration = json["duration"]?.number,
      case .object(let texts)? = json["values"]
    else { return nil }
    var values: [TrackField: String] = [:]
    for (name, text) in texts {
      if let field = TrackField(rawValue: name), let text = text.string { values[field] = text }
    }
    self.init(
      id: id, path: path, state: state, duration: Int((duration * 1000).rounded()),
      added: Int64(json["added"]?.number ?? 0), values: values,
      ownerSet: Set((json["set"]?.array ?? []).compactMap { $0.string.flatMap { TrackField(rawValue: $0) } }))
    tempoConfidence = json["tempo_confidence"]?.number.map { Float($0) }
    peak = json["peak"]?.number.map { Float($0) }
    failure = json["failure"]?.string
  }

  /// For people and programs: numbers as numbers, and nothing about how it is stored.
  var shown: JSONValue {
    var members: [String: JSONValue] = [
      "id": .number(Double(id)), "path": .string(path), "state": .string(state),
      "duration": .number(Double(duration) / 1000),
      "set": .array(TrackField.allCases.filter(ownerSet.contains).map { .string($0.rawValue) }),
    ]
    for field in [TrackField.title, .artist, .album, .genre] { members[field.rawValue] = .string(text(of: field)) }
    for field in [TrackField.year, .number] {
      members[field.rawValue] = number(of: field).map { .rounded($0) } ?? .null
    }
    members["mood"] = values[.mood].map { .string($0) }
    var features: [String: JSONValue] = [:]
    for field in TrackField.allCases where field.isFeature {
      features[field.rawValue] = number(of: field).map { .rounded($0) }
    }
    features["key"] = values[.key].map { .string($0) }
    features["mode"] = values[.mode].map { .string($0) }
    features["tempo_confidence"] = tempoConfidence.map { .rounded($0) }
    features["peak"] = peak.map { .rounded($0) }
    members["features"] = isAnalysed ? .object(features) : .null
    members["failure"] = failure.map { .string($0) }
    return .object(members)
  }
}

extension CatalogStatistics {
  var json: JSONValue {
    let counts: [String: Int] = [
      "songs": tracks, "artists": artists, "albums": albums, "genres": genres, "minutes": Int(duration / .seconds(60)),
      "megabytes": Int(size / 1_000_000), "analysed": analysed, "failed": failed, "missing": missing, "hidden": hidden,
    ]
    return .object(counts.mapValues { .number(Double($0)) })
  }
}

extension ScanProgress {
  var json: JSONValue {
    [
      "stage": .string(stage.rawValue), "done": .number(Double(done)), "total": .number(Double(total)),
      "path": .string(path),
    ]
  }
}

extension CheckReport {
  var json: JSONValue {
    [
      "faults": .array(faults.map { .string($0) }), "problems": .array(problems.map(\.json)),
      "odd": .array(odd.map(\.json)), "unanalysed": .number(Double(unanalysed)),
      "duplicates": .array(duplicates.map { .array($0.map { .string($0) }) }),
    ]
  }
}

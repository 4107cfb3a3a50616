import Hub

/// The box's answers in words for people.
enum Answer {
  static func text(for request: Request, _ answer: JSONValue) -> String {
    switch request {
    case .status: status(answer)
    case .look: look(answer)
    case .health: health(answer)
    default: "done"
    }
  }

  private static func look(_ answer: JSONValue) -> String {
    switch answer["outcome"]?.string {
    case "detected": mood(answer["mood"])
    case "not_sure": "not sure"
    case "no_face": "no face"
    default: answer.text
    }
  }

  private static func mood(_ mood: JSONValue?) -> String {
    guard let emotion = mood?["emotion"]?.string else { return "none yet" }
    return "\(emotion) (\(Int(((mood?["confidence"]?.number ?? 0) * 100).rounded())) %)"
  }

  private static func status(_ answer: JSONValue) -> String {
    let player = answer["player"]
    var lines = ["mood     \(mood(answer["mood"]))"]
    let state = player?["state"]?.string ?? "stopped"
    if let track = player?["track"], let title = track["title"]?.string {
      let artist = track["artist"]?.string ?? ""
      lines.append("music    \(state): \(title)\(artist.isEmpty ? "" : " by \(artist)")")
      if let because = player?["because"]?.string, !because.isEmpty { lines.append("because  \(because)") }
    } else {
      lines.append("music    \(state)")
    }
    let muted = player?["muted"]?.bool == true ? ", muted" : ""
    lines.append("volume   \(Int(player?["volume"]?.number ?? 0))\(muted)")
    if answer["watching"]?.bool == true { lines.append("watching on") }
    lines.append("privacy  \(answer["privacy"]?.bool == true ? "on" : "off")")
    if case .array(let faults)? = answer["faults"], !faults.isEmpty {
      lines.append("broken   \(faults.compactMap(\.string).joined(separator: ", "))")
    }
    return lines.joined(separator: "\n")
  }

  private static func health(_ answer: JSONValue) -> String {
    let throttled = answer["throttled"]?.bool.map { $0 ? "yes: too hot, or too little power" : "no" }
    let lines: [(name: String, value: String?)] = [
      ("uptime", answer["uptime"]?.number.map(uptime)),
      ("memory", answer["memory"]?.number.map { "\(decimal($0 / 1_000_000, 1)) MB" }),
      ("temperature", answer["temperature"]?.number.map { "\(decimal($0, 1)) °C" }), ("throttled", throttled),
      ("voltage", answer["undervoltage"]?.bool.map { $0 ? "was too low: the supply or its cable is weak" : "fine" }),
      ("clock", answer["clock_kept"]?.bool.map { $0 ? "kept right" : "nobody keeps it right" }),
      ("machine up", answer["system_uptime"]?.number.map(uptime)),
      ("load", answer["load"]?.number.map { decimal($0, 2) }),
      ("music disk", answer["music_disk"].flatMap(disk)), ("state disk", answer["state_disk"].flatMap(disk)),
      ("queue", answer["queued"]?.number.map { "\(Int($0)) songs" }),
      ("sound", answer["underruns"]?.number.map { $0 == 0 ? "never broke off" : "broke off \(Int($0)) times" }),
      ("last error", answer["last_error"]?.string ?? "none"),
    ]
    return lines.map { "\(padded($0.name, -11))  \($0.value ?? "unknown")" }.joined(separator: "\n")
  }

  /// Such as `12.4 GB free of 31.0 GB`.
  private static func disk(_ disk: JSONValue) -> String? {
    guard let free = disk["free"]?.number, let size = disk["size"]?.number else { return nil }
    return "\(decimal(free / 1_000_000_000, 1)) GB free of \(decimal(size / 1_000_000_000, 1)) GB"
  }

  /// Such as `2 d 3 h 4 min 5 s`; units that are nought in front are left out.
  private static func uptime(_ seconds: Double) -> String {
    let whole = Int(seconds)
    let parts = [
      (whole / 86_400, "d"), (whole / 3600 % 24, "h"), (whole / 60 % 60, "min"), (whole % 60, "s"),
    ]
    return parts.drop { $0.0 == 0 && $0.1 != "s" }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }
}

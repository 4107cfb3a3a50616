import Hub

/// The box's answers in words for people.
enum Answer {
  static func text(for request: Request, _ answer: JSONValue) -> String {
    switch request {
    case .status: status(answer)
    case .look: look(answer)
    case .health: lines(of: answer)
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
    lines.append("privacy  \(answer["privacy"]?.bool == true ? "on" : "off")")
    if case .array(let faults)? = answer["faults"], !faults.isEmpty {
      lines.append("broken   \(faults.compactMap(\.string).joined(separator: ", "))")
    }
    return lines.joined(separator: "\n")
  }

  private static func lines(of answer: JSONValue) -> String {
    guard case .object(let members) = answer else { return answer.text }
    return members.sorted { $0.key < $1.key }
      .map { "\(padded($0.key, -14))  \($0.value.string ?? $0.value.text)" }.joined(separator: "\n")
  }
}

import Hub

/// One line of `doctor`.
struct Finding {
  enum Verdict: String {
    case ok
    /// The box can live with it.
    case note
    case wrong
  }

  let part: String
  let verdict: Verdict
  /// What is so, and what to do about it.
  let words: String

  var line: String {
    let verdict = padded(verdict.rawValue, -5)
    let words = Terminal.harmless(words)
    guard Terminal.hasOutput else { return "\(verdict)  \(padded(part, -11))  \(words)" }
    let colour =
      switch self.verdict {
      case .ok: 32
      case .note: 33
      case .wrong: 31
      }
    return "\u{1B}[\(colour)m\(verdict)\u{1B}[0m  \(padded(part, -11))  \(words)"
  }

  var json: JSONValue {
    ["part": .string(part), "verdict": .string(verdict.rawValue), "words": .string(words)]
  }
}

import Devices

/// How the guard tells the box of its button: a line an edge.
enum EdgeLine {
  static func text(of edge: ButtonEdge) -> String {
    let (seconds, attoseconds) = edge.time.components
    let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    return "\(edge.kind == .pressed ? "pressed" : "released") \(nanoseconds)"
  }

  /// From now on no edge is missed.
  static let listening = "listening"

  static func lost(_ reason: String) -> String { "lost: \(reason)" }

  /// Nil for ``listening``. Throws ``GuardFailure`` when the button is lost, or the line is none of these.
  static func edge(in text: String) throws(GuardFailure) -> ButtonEdge? {
    if text == listening { return nil }
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    if words.first == "lost:", words.count == 2 { throw GuardFailure(words[1]) }
    guard words.count == 2, let nanoseconds = Int64(words[1]), nanoseconds >= 0 else {
      throw GuardFailure("the guard says what makes no sense")
    }
    switch words[0] {
    case "pressed": return ButtonEdge(.pressed, at: .nanoseconds(nanoseconds))
    case "released": return ButtonEdge(.released, at: .nanoseconds(nanoseconds))
    default: throw GuardFailure("the guard says what makes no sense")
    }
  }
}

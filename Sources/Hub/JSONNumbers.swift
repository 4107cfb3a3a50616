extension JSONValue {
  /// A probability or the like, to four decimals: more would only look precise.
  package static func rounded(_ value: Float) -> JSONValue {
    guard value.isFinite else { return .null }
    return .number((Double(value) * 10_000).rounded() / 10_000)
  }

  /// Seconds, to the millisecond.
  static func seconds(_ duration: Duration) -> JSONValue {
    .number((duration / .milliseconds(1)).rounded() / 1000)
  }

  /// The start of its text, short enough for an error message, whatever came from outside.
  var excerpt: String {
    let text = text
    return text.count > 40 ? text.prefix(40) + "…" : text
  }
}

import Vision

extension EmotionEvaluation {
  /// Lines with the emotions shown, over columns with those found, in `names`' order.
  func table(of names: [String]) -> String {
    let head = padded("", 10) + names.map { padded($0, 10) }.joined()
    let rows = zip(names, confusion).map { name, row in
      padded(name, -10) + row.map { padded("\($0)", 10) }.joined()
    }
    return ([head] + rows).joined(separator: "\n")
  }
}

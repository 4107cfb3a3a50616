/// The seven emotions the box tells apart, in the one order used everywhere: network outputs, tables, payloads.
///
/// They are the six basic emotions of Ekman and Friesen (1971) and a neutral face.
package enum Emotion: Int, CaseIterable, Sendable {
  case angry, disgust, fear, happy, sad, surprise, neutral

  /// The word for it in payloads, settings and on the command line.
  package var name: String { "\(self)" }

  /// The emotion of that name, or nil if there is none.
  package init?(name: some StringProtocol) {
    guard let emotion = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = emotion
  }
}

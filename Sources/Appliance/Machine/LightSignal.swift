import Domain

/// A blinking of the mood light, as data.
package enum LightSignal: Sendable {
  case looking
  case noFace
  case notSure
  case broken

  package struct Step: Equatable, Sendable {
    /// Nil shows what the light shows without the signal.
    package let colour: Colour?
    package let length: Duration
  }

  /// Evenly white while looking; two or three short white flashes; a red second in three.
  package var steps: [Step] {
    switch self {
    case .looking:
      [Step(colour: .white, length: .milliseconds(300)), Step(colour: .off, length: .milliseconds(300))]
    case .noFace: Self.flashes(2)
    case .notSure: Self.flashes(3)
    case .broken:
      [Step(colour: .red, length: .seconds(1)), Step(colour: nil, length: .seconds(2))]
    }
  }

  /// Goes on until something else is to be said.
  package var repeats: Bool {
    switch self {
    case .looking, .broken: true
    case .noFace, .notSure: false
    }
  }

  private static func flashes(_ count: Int) -> [Step] {
    let flash = [
      Step(colour: .white, length: .milliseconds(120)), Step(colour: .off, length: .milliseconds(180)),
    ]
    return [Step(colour: .off, length: .milliseconds(180))] + Array(repeating: flash, count: count).flatMap { $0 }
  }
}

/// A colour that an RGB LED on three on/off lines can show.
package struct Colour: Equatable, Hashable, Sendable {
  package let red: Bool
  package let green: Bool
  package let blue: Bool

  package init(red: Bool, green: Bool, blue: Bool) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  package static let off = Colour(red: false, green: false, blue: false)
  package static let red = Colour(red: true, green: false, blue: false)
  package static let white = Colour(red: true, green: true, blue: true)

  /// The colour that stands for an emotion.
  package init(_ emotion: Emotion) {
    switch emotion {
    case .angry: self = .red
    case .disgust: self = Colour(red: false, green: true, blue: false)
    case .fear: self = Colour(red: true, green: false, blue: true)
    case .happy: self = Colour(red: true, green: true, blue: false)
    case .sad: self = Colour(red: false, green: false, blue: true)
    case .surprise: self = Colour(red: false, green: true, blue: true)
    case .neutral: self = .white
    }
  }
}

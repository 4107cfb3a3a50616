import Domain

/// What every LED of the box shows at one moment; blinking is a sequence of these.
package struct Lamps: Equatable, Sendable {
  /// The mood LED, as an RGB LED shows it.
  package var colour: Colour
  /// Which emotion `colour` stands for, for boards that have one LED per emotion; nil for blinks and signals.
  package var emotion: Emotion?
  /// "The camera is on."
  package var camera: Bool
  /// "Privacy is on."
  package var privacy: Bool

  package init(colour: Colour = .off, emotion: Emotion? = nil, camera: Bool = false, privacy: Bool = false) {
    self.colour = colour
    self.emotion = emotion
    self.camera = camera
    self.privacy = privacy
  }

  package static let dark = Lamps()
}

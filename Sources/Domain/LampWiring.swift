/// Where the LEDs are soldered: lines of the chip; nil where the board has no such LED.
package struct LampWiring: Equatable, Sendable {
  package var red: PinLine?
  package var green: PinLine?
  package var blue: PinLine?
  /// One LED for each emotion, for boards without an RGB LED.
  package var emotions: [Emotion: PinLine]
  /// "The camera is on."
  package var camera: PinLine?
  /// "Privacy is on."
  package var privacy: PinLine?
  /// The pins sink the LEDs' current: low lights them.
  package var activeLow: Bool

  package init(
    red: PinLine? = nil, green: PinLine? = nil, blue: PinLine? = nil, emotions: [Emotion: PinLine] = [:],
    camera: PinLine? = nil,
    privacy: PinLine? = nil, activeLow: Bool = false
  ) {
    self.red = red
    self.green = green
    self.blue = blue
    self.emotions = emotions
    self.camera = camera
    self.privacy = privacy
    self.activeLow = activeLow
  }

  /// Every line in use, in a fixed order.
  package var lines: [PinLine] {
    [red, green, blue, camera, privacy].compactMap { $0 } + Emotion.allCases.compactMap { emotions[$0] }
  }
}

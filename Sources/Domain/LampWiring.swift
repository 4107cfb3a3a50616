/// Where the LEDs are soldered: line offsets on the chip; nil where the board has no such LED.
package struct LampWiring: Equatable, Sendable {
  package var red: Int?
  package var green: Int?
  package var blue: Int?
  /// One LED for each emotion, for boards without an RGB LED.
  package var emotions: [Emotion: Int]
  /// "The camera is on."
  package var camera: Int?
  /// "Privacy is on."
  package var privacy: Int?
  /// The pins sink the LEDs' current: low lights them.
  package var activeLow: Bool

  package init(
    red: Int? = nil, green: Int? = nil, blue: Int? = nil, emotions: [Emotion: Int] = [:], camera: Int? = nil,
    privacy: Int? = nil, activeLow: Bool = false
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
  package var lines: [Int] {
    [red, green, blue, camera, privacy].compactMap { $0 } + Emotion.allCases.compactMap { emotions[$0] }
  }
}

/// What must be seen from outside when the box looks at a face of an emotion. Written down here on its own, so that a mistake
/// in the box's tables cannot hide.
struct Expectation {
  let emotion: String
  /// The lamp's three lines.
  let red: Bool
  let green: Bool
  let blue: Bool
  /// Beats a minute.
  let tempo: ClosedRange<Double>
  let energy: ClosedRange<Double>
  let valence: ClosedRange<Double>
  /// Nil: either.
  let mode: String?

  static let all: [Expectation] = [
    Expectation("angry", (true, false, false), tempo: 60...110, energy: 0...0.6, valence: 0.4...1, mode: "major"),
    Expectation("disgust", (false, true, false), tempo: 80...135, energy: 0.2...0.8, valence: 0.5...1, mode: "major"),
    Expectation("fear", (true, false, true), tempo: 50...90, energy: 0...0.5, valence: 0.3...1, mode: "major"),
    Expectation("happy", (true, true, false), tempo: 105...160, energy: 0.45...1, valence: 0.6...1, mode: "major"),
    Expectation("sad", (false, false, true), tempo: 50...115, energy: 0...0.6, valence: 0...0.45, mode: "minor"),
    Expectation("surprise", (false, true, true), tempo: 120...200, energy: 0.6...1, valence: 0.2...1, mode: nil),
    Expectation("neutral", (true, true, true), tempo: 50...115, energy: 0...0.55, valence: 0...0.6, mode: nil),
  ]

  private init(
    _ emotion: String, _ lines: (Bool, Bool, Bool), tempo: ClosedRange<Double>, energy: ClosedRange<Double>,
    valence: ClosedRange<Double>, mode: String?
  ) {
    self.emotion = emotion
    (red, green, blue) = lines
    self.tempo = tempo
    self.energy = energy
    self.valence = valence
    self.mode = mode
  }

  var lamps: String { "red=\(red ? 1 : 0) green=\(green ? 1 : 0) blue=\(blue ? 1 : 0)" }
}

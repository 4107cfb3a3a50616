import Domain

/// What is soldered to a board, pin by pin, as its file says.
package struct Wiring: Equatable, Sendable {
  package struct Part: Equatable, Sendable {
    package let name: String
    package let line: PinLine
    /// On the header, from 1; nil when the header is not known.
    package let pin: Int?
    /// In series, in ohms; nil where none is needed.
    package let resistor: Int?
    /// What the other side goes to.
    package let other: String
  }

  package let header: PinHeader
  package private(set) var parts: [Part] = []

  package init(_ board: Board) {
    header = board.header
    guard board.devices == .linux else { return }
    let lamps = board.lamps
    add("push button", board.button.line, to: board.button.activeLow ? .ground : .power("3.3"))
    let colours = [("red", lamps.red, LampColour.red), ("green", lamps.green, .green), ("blue", lamps.blue, .blue)]
    // Its three colours share one leg.
    let leg = lamps.red.flatMap { header.pin(of: $0) }
    for (name, line, colour) in colours { add("RGB LED, \(name)", line, lamps, colour, near: leg) }
    for emotion in Emotion.allCases { add("LED \(emotion.name)", lamps.emotions[emotion], lamps, .red) }
    add("LED camera on", lamps.camera, lamps, .red)
    add("LED privacy on", lamps.privacy, lamps, .red)
  }

  private mutating func add(
    _ name: String, _ line: PinLine?, _ lamps: LampWiring, _ colour: LampColour, near leg: Int? = nil
  ) {
    add(name, line, resistor: colour.resistor, to: lamps.activeLow ? .power("3.3") : .ground, near: leg)
  }

  private mutating func add(
    _ name: String, _ line: PinLine?, resistor: Int? = nil, to other: PinHeader.Pin, near leg: Int? = nil
  ) {
    guard let line else { return }
    let pin = header.pin(of: line)
    let words: String
    switch other {
    case .power(let volts):
      words = "\(volts) V" + (header.pins.firstIndex(of: other).map { " (pin \($0 + 1))" } ?? "")
    default: words = "ground" + ((leg ?? pin).flatMap { header.ground(near: $0) }.map { " (pin \($0))" } ?? "")
    }
    parts.append(Part(name: name, line: line, pin: pin, resistor: resistor, other: words))
  }
}

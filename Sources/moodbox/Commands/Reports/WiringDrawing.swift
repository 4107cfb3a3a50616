import Domain
import Settings

/// A header with what is soldered to it, as a picture.
struct WiringDrawing {
  /// A row of pins, in pixels.
  private static let pitch = 24.0
  private static let width = 760
  private static let top = 44.0
  /// Middles of the two columns.
  private static let columns = (left: 368.0, right: 392.0)

  private let wiring: Wiring
  private let name: String

  init(_ wiring: Wiring, name: String) {
    self.wiring = wiring
    self.name = name
  }

  var svg: String {
    let pins = wiring.header.pins
    let rows = (pins.count + 1) / 2
    var drawing = Drawing(width: Self.width, height: Int(Self.top + Double(rows) * Self.pitch) + 16)
    drawing.text(name, x: Double(Self.width) / 2, y: 20, anchor: .middle)
    drawing.rectangle(
      x: Self.columns.left - 14, y: Self.top - 14, width: 52, height: Double(rows) * Self.pitch + 4,
      colour: Drawing.pale)
    for (index, pin) in pins.enumerated() { draw(pin, index + 1, in: &drawing) }
    return drawing.svg
  }

  private func draw(_ pin: PinHeader.Pin, _ number: Int, in drawing: inout Drawing) {
    let isLeft = number % 2 == 1
    let x = isLeft ? Self.columns.left : Self.columns.right
    let y = Self.top + Double((number - 1) / 2) * Self.pitch
    let part = wiring.parts.first { $0.pin == number }
    drawing.rectangle(x: x - 8, y: y - 8, width: 16, height: 16, colour: colour(of: pin, isUsed: part != nil))
    drawing.text("\(number)", x: x, y: y + 4, anchor: .middle, colour: "white")

    let side = isLeft ? -1.0 : 1.0
    let anchor: Drawing.Anchor = isLeft ? .end : .start
    drawing.text(
      label(of: pin), x: x + side * 22, y: y + 4, anchor: anchor, colour: part == nil ? Self.faint : Drawing.ink)
    guard let part else { return }
    drawing.line([(x + side * 72, y), (x + side * 92, y)], colour: Drawing.strong, width: 2)
    let way = part.resistor.map { "\($0) Ω, " } ?? ""
    drawing.text("\(part.name): \(way)\(part.other)", x: x + side * 98, y: y + 4, anchor: anchor)
  }

  private static let faint = "#8a96a3"

  private func label(of pin: PinHeader.Pin) -> String {
    switch pin {
    case .ground: "ground"
    case .power(let volts): "\(volts) V"
    case .line(let line): "GPIO\(line)"
    }
  }

  private func colour(of pin: PinHeader.Pin, isUsed: Bool) -> String {
    switch pin {
    case .ground: Drawing.ink
    case .power: "#b3261e"
    case .line: isUsed ? Drawing.strong : Self.faint
    }
  }
}

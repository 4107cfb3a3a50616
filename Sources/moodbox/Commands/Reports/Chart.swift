/// A diagram with two axes from 0.
struct Chart {
  private static let side = 400.0
  private static let left = 70.0
  private static let top = 50.0

  private(set) var drawing = Drawing(width: 500, height: 510)
  private let widest: Double
  private let highest: Double

  /// - Parameters:
  ///   - widest: where the axis across ends.
  ///   - highest: where the upward axis ends.
  init(title: String, across: String, up: String, widest: Double = 1, highest: Double) {
    self.widest = widest
    self.highest = highest
    drawing.text(title, x: Self.left, y: 22)
    drawing.text(across, x: Self.left + Self.side / 2, y: Self.top + Self.side + 44, anchor: .middle)
    drawing.text(up, x: Self.left - 8, y: Self.top - 10, anchor: .middle)
    for step in 0...5 {
      let part = Double(step) / 5
      line([(0, part * highest), (widest, part * highest)], colour: "#eef1f4")
      let corner = place(part * widest, part * highest)
      drawing.text(
        decimal(part * widest, widest > 5 ? 0 : 1), x: corner.x, y: Self.top + Self.side + 20, anchor: .middle)
      drawing.text(decimal(part * highest, 2), x: Self.left - 8, y: corner.y + 4, anchor: .end)
    }
    line([(0, highest), (0, 0), (widest, 0)], colour: Drawing.ink)
  }

  mutating func line(_ points: [(Double, Double)], colour: String) {
    drawing.line(points.map { place($0.0, $0.1) }, colour: colour, width: 2)
  }

  /// Words just above a point.
  mutating func label(_ words: String, at point: (Double, Double)) {
    let place = place(point.0, point.1)
    drawing.text(words, x: place.x, y: place.y - 8, anchor: .middle)
  }

  mutating func bar(x: Double, height: Double) {
    let top = place(x, height * highest)
    drawing.rectangle(
      x: top.x - 8, y: top.y, width: 16, height: Self.top + Self.side - top.y, colour: Drawing.pale)
  }

  private func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (Self.left + x / widest * Self.side, Self.top + Self.side * (1 - y / highest))
  }
}

/// A picture in SVG, whose units are pixels of the screen.
struct Drawing {
  static let ink = "#1d2733"
  static let pale = "#c9d1da"
  static let strong = "#b3541e"

  private let width: Int
  private let height: Int
  private var elements: [String] = []

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  enum Anchor: String { case start, middle, end }

  mutating func text(_ words: String, x: Double, y: Double, anchor: Anchor = .start, colour: String = Drawing.ink) {
    elements.append(
      "<text x=\"\(decimal(x, 1))\" y=\"\(decimal(y, 1))\" text-anchor=\"\(anchor.rawValue)\" fill=\"\(colour)\">"
        + "\(Self.escaped(words))</text>")
  }

  mutating func rectangle(x: Double, y: Double, width: Double, height: Double, colour: String, opacity: Double = 1) {
    elements.append(
      "<rect x=\"\(decimal(x, 1))\" y=\"\(decimal(y, 1))\" width=\"\(decimal(width, 1))\" "
        + "height=\"\(decimal(height, 1))\" fill=\"\(colour)\" fill-opacity=\"\(decimal(opacity, 3))\"/>")
  }

  mutating func line(_ points: [(x: Double, y: Double)], colour: String, width: Double = 1) {
    let places = points.map { "\(decimal($0.x, 1)),\(decimal($0.y, 1))" }.joined(separator: " ")
    elements.append(
      "<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(decimal(width, 1))\"/>")
  }

  /// The file.
  var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
    font-family="sans-serif" font-size="12">
    <rect width="\(width)" height="\(height)" fill="white"/>
    \(elements.joined(separator: "\n"))
    </svg>

    """
  }

  private static func escaped(_ words: String) -> String {
    words.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }
}

import Domain

/// A turn, an even scaling and a shift: x′ = a·x − b·y + shift, y′ = b·x + a·y + shift.
struct Similarity: Equatable {
  let a: Float
  let b: Float
  let shift: Point

  /// The one that takes `sources` closest to `targets`, in the sense of least squares; nil when the sources or
  /// the targets are one point, or the numbers get out of hand.
  ///
  /// This is Umeyama's solution (IEEE TPAMI 13, 1991) in two dimensions without mirroring, where it needs no singular
  /// value decomposition: with both sets about their means, a = Σ(x·u + y·v) / Σ(x² + y²) and b = Σ(x·v − y·u) / Σ(x² + y²).
  init?(from sources: [Point], to targets: [Point]) {
    precondition(sources.count == targets.count && !sources.isEmpty, "points come in pairs")
    let (from, to) = (Self.mean(sources), Self.mean(targets))
    var spread: Float = 0
    var along: Float = 0
    var turned: Float = 0
    for (source, target) in zip(sources, targets) {
      let (x, y) = (source.x - from.x, source.y - from.y)
      let (u, v) = (target.x - to.x, target.y - to.y)
      spread += x * x + y * y
      along += x * u + y * v
      turned += x * v - y * u
    }
    guard spread > 0, spread.isFinite else { return nil }
    let (a, b) = (along / spread, turned / spread)
    let shift = Point(x: to.x - (a * from.x - b * from.y), y: to.y - (b * from.x + a * from.y))
    guard (a * a + b * b).isNormal, shift.x.isFinite, shift.y.isFinite else { return nil }
    self.a = a
    self.b = b
    self.shift = shift
  }

  /// Turned as another, so that lines get `scale` times longer, with `source` brought to `target`.
  init(turnedAs other: Similarity?, scale: Float, from source: Point, to target: Point) {
    let (cosine, sine) = other.map { ($0.a / $0.scale, $0.b / $0.scale) } ?? (1, 0)
    (a, b) = (cosine * scale, sine * scale)
    shift = Point(x: target.x - (a * source.x - b * source.y), y: target.y - (b * source.x + a * source.y))
  }

  /// How many times longer lines get.
  var scale: Float { (a * a + b * b).squareRoot() }

  func callAsFunction(_ point: Point) -> Point {
    let turned = turned(point)
    return Point(x: turned.x + shift.x, y: turned.y + shift.y)
  }

  /// The point that comes to lie at `point`.
  func inverse(_ point: Point) -> Point {
    let (x, y) = (point.x - shift.x, point.y - shift.y)
    let square = a * a + b * b
    return Point(x: (a * x + b * y) / square, y: (a * y - b * x) / square)
  }

  /// The direction turned and scaled, without the shift.
  func turned(_ direction: Point) -> Point {
    Point(x: a * direction.x - b * direction.y, y: b * direction.x + a * direction.y)
  }

  private static func mean(_ points: [Point]) -> Point {
    let count = Float(points.count)
    return Point(x: points.reduce(0) { $0 + $1.x } / count, y: points.reduce(0) { $0 + $1.y } / count)
  }
}

/// An upright rectangle in a picture, in pixels; it may reach beyond the picture's edges.
package struct Rectangle: Equatable, Sendable {
  package var x: Float
  package var y: Float
  package var width: Float
  package var height: Float

  package init(x: Float, y: Float, width: Float, height: Float) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  package var area: Float { max(0, width) * max(0, height) }

  /// The part common to both; its area is 0 when they do not meet.
  package func intersection(_ other: Rectangle) -> Rectangle {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rectangle(
      x: left, y: top,
      width: max(0, min(x + width, other.x + other.width) - left),
      height: max(0, min(y + height, other.y + other.height) - top))
  }

  /// Shared area over joint area, 0…1 (the Jaccard index, "IoU").
  package func overlap(_ other: Rectangle) -> Float {
    let shared = intersection(other).area
    let joint = area + other.area - shared
    return joint > 0 ? shared / joint : 0
  }
}

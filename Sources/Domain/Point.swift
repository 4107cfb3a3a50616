/// A position in a picture, in pixels from its top left corner; pixel (0, 0) has its centre at (0.5, 0.5).
package struct Point: Equatable, Sendable {
  package var x: Float
  package var y: Float

  package init(x: Float, y: Float) {
    self.x = x
    self.y = y
  }
}

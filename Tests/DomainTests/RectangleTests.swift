import Domain
import Testing

@Suite("Rectangles")
struct RectangleTests {
  @Test("overlap by shared area over joint area")
  func overlap() {
    let left = Rectangle(x: 0, y: 0, width: 2, height: 2)
    #expect(left.overlap(left) == 1)
    #expect(left.overlap(Rectangle(x: 1, y: 0, width: 2, height: 2)) == Float(2) / 6)
    #expect(left.overlap(Rectangle(x: 5, y: 5, width: 2, height: 2)) == 0)
  }
}

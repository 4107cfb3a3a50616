import Domain
import Testing

@testable import Pictures

@Suite("A reduced frame")
struct ReducedFrameTests {
  @Test("averages squares, and what is left of them at the edges")
  func averages() {
    let frame = Frame(width: 3, height: 3, luma: [0, 10, 20, 30, 40, 60, 7, 8, 200])
    #expect(frame.reduced(by: 2) == Frame(width: 2, height: 2, luma: [20, 40, 8, 200]))
    #expect(frame.reduced(by: 4) == Frame(width: 1, height: 1, luma: [42]))
    #expect(frame.reduced(by: 1) == frame)
  }
}

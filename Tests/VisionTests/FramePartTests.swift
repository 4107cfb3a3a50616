import Domain
import Testing

@testable import Vision

@Suite("A frame's parts")
struct FramePartTests {
  private static let frame = Frame(width: 10, height: 5, luma: (0..<50).map { UInt8($0) })

  @Test("overlap and cover the frame")
  func corners() {
    let parts = FramePart.corners(of: Self.frame, share: 0.6)
    #expect(
      parts == [
        FramePart(x: 0, y: 0, width: 6, height: 3), FramePart(x: 4, y: 0, width: 6, height: 3),
        FramePart(x: 0, y: 2, width: 6, height: 3), FramePart(x: 4, y: 2, width: 6, height: 3),
      ])
    #expect(parts[3].cut(Self.frame).luma == [24, 25, 26, 27, 28, 29, 34, 35, 36, 37, 38, 39, 44, 45, 46, 47, 48, 49])
    let least = Frame(width: 1, height: 1, luma: [3])
    #expect(FramePart.corners(of: least, share: 0.6).allSatisfy { $0.cut(least) == least })
  }

  @Test("hold what does not reach beyond them into the rest of the frame")
  func holds() {
    let part = FramePart(x: 4, y: 0, width: 6, height: 3)
    #expect(part.holds(Rectangle(x: 0, y: -1, width: 7, height: 2), in: Self.frame))
    #expect(!part.holds(Rectangle(x: -0.1, y: 0, width: 2, height: 2), in: Self.frame))
    #expect(!part.holds(Rectangle(x: 0, y: 2, width: 2, height: 1.1), in: Self.frame))
    let face = Face(box: Rectangle(x: 1, y: 2, width: 3, height: 4), landmarks: AlignedCrop.template, score: 0.5)
    #expect(part.inFrame(face).box == Rectangle(x: 5, y: 2, width: 3, height: 4))
    #expect(part.inFrame(face).landmarks.leftEye.x == AlignedCrop.template.leftEye.x + 4)
  }
}

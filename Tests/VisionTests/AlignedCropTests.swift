import Domain
import Glibc
import Testing

@testable import Vision

@Suite("An aligned crop")
struct AlignedCropTests {
  /// A frame of 640 × 480 with bright spots where the template's landmarks come to lie.
  private static func drawing(scale: Float, degrees: Float, centre: Point) -> (frame: Frame, face: Face) {
    let angle = degrees * .pi / 180
    let landmarks = AlignedCrop.template.mapped { point in
      let (x, y) = (scale * (point.x - 24), scale * (point.y - 24))
      return Point(x: centre.x + cosf(angle) * x - sinf(angle) * y, y: centre.y + sinf(angle) * x + cosf(angle) * y)
    }
    var luma = [UInt8](repeating: 60, count: 640 * 480)
    let radius = 1.5 * scale
    for point in landmarks.points {
      let reach = { (centre: Float, side: Int) in
        (Int(centre - 3 * radius)..<Int(centre + 3 * radius)).clamped(to: 0..<side)
      }
      for y in reach(point.y, 480) {
        for x in reach(point.x, 640) {
          let distance = hypotf(Float(x) + 0.5 - point.x, Float(y) + 0.5 - point.y) / radius
          luma[y * 640 + x] = max(luma[y * 640 + x], UInt8(60 + 180 * expf(-distance * distance)))
        }
      }
    }
    let box = Rectangle(x: centre.x - 20 * scale, y: centre.y - 24 * scale, width: 40 * scale, height: 48 * scale)
    return (Frame(width: 640, height: 480, luma: luma), Face(box: box, landmarks: landmarks, score: 1))
  }

  /// The middle of the brightness about a point.
  private static func spot(_ crop: AlignedCrop, near point: Point) -> Point {
    var (sum, x, y): (Float, Float, Float) = (0, 0, 0)
    for row in (Int(point.y) - 3)...(Int(point.y) + 3) {
      for column in (Int(point.x) - 3)...(Int(point.x) + 3) {
        let light = max(0, Float(crop.luma[row * 48 + column]) - 70)
        sum += light
        x += light * (Float(column) + 0.5)
        y += light * (Float(row) + 0.5)
      }
    }
    return Point(x: x / sum, y: y / sum)
  }

  @Test(
    "has eyes, nose and mouth where the training pictures have them",
    arguments: [(Float(1), Float(0)), (2.3, 17), (4, -35), (6.5, 90), (0.8, 5), (8, 180)])
  func landmarks(scale: Float, degrees: Float) throws {
    let (frame, face) = Self.drawing(scale: scale, degrees: degrees, centre: Point(x: 320, y: 240))
    let crop = try #require(AlignedCrop(of: face, in: frame))
    for point in AlignedCrop.template.points {
      let found = Self.spot(crop, near: point)
      #expect(hypotf(found.x - point.x, found.y - point.y) < 0.35, "\(point) lies at \(found)")
    }
  }

  @Test("of a large face averages, so that fine patterns do not flicker")
  func fine() throws {
    let luma = (0..<(640 * 480)).map { (index: Int) -> UInt8 in (index % 640 + index / 640) % 2 == 0 ? 0 : 255 }
    let face = Self.drawing(scale: 7.3, degrees: 12, centre: Point(x: 320, y: 240)).face
    let crop = try #require(AlignedCrop(of: face, in: Frame(width: 640, height: 480, luma: luma)))
    #expect(crop.luma.allSatisfy { (112...143).contains($0) })
  }

  @Test("goes on beyond the frame's edge")
  func edge() throws {
    let (frame, face) = Self.drawing(scale: 5, degrees: 0, centre: Point(x: 10, y: 470))
    let crop = try #require(AlignedCrop(of: face, in: frame))
    #expect(crop.luma.count == 48 * 48)
    #expect(AlignedCrop(of: face, in: Frame(width: 1, height: 1, luma: [77]))?.luma.allSatisfy { $0 == 77 } == true)
  }

  @Test("falls back on the box where the landmarks are no face's, and is nil where that is no box")
  func fallback() throws {
    let frame = Self.drawing(scale: 4, degrees: 0, centre: Point(x: 320, y: 240)).frame
    for number in [Float(5), .nan, .infinity, 3e38] {
      let same = AlignedCrop.template.mapped { _ in Point(x: number, y: number) }
      let box = Rectangle(x: 240, y: 140, width: 166, height: 198)
      #expect(AlignedCrop(of: Face(box: box, landmarks: same, score: 1), in: frame) != nil)
      let nothing = Rectangle(x: number, y: number, width: 0, height: 0)
      #expect(AlignedCrop(of: Face(box: nothing, landmarks: same, score: 1), in: frame) == nil)
    }
  }

  @Test("is the same to the network in any light")
  func light() {
    var random = SeededRandom(state: 3)
    let dim = (0..<(48 * 48)).map { _ in UInt8.random(in: 20...80, using: &random) }
    let elements = AlignedCrop(luma: dim).elements(scale: 1 / 32, zeroPoint: 0)
    #expect(AlignedCrop(luma: dim.map { $0 + 100 }).elements(scale: 1 / 32, zeroPoint: 0) == elements)
    let contrasty = AlignedCrop(luma: dim.map { $0 * 3 }).elements(scale: 1 / 32, zeroPoint: 0)
    #expect(zip(contrasty, elements).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
  }

  @Test("is normalised by its own mean and deviation, and clamped")
  func normalised() {
    // Half 100 and half 140: mean 120, deviation 20, so −1 and 1.
    let halves = AlignedCrop(luma: (0..<(48 * 48)).map { $0 % 2 == 0 ? 100 : 140 })
    #expect(Set(halves.elements(scale: 1 / 32, zeroPoint: 0)) == [-32, 32])
    #expect(Set(halves.elements(scale: 1 / 16, zeroPoint: 5)) == [-11, 21])
    // One white sample among black ones is some 48 deviations off.
    let spot = AlignedCrop(luma: [255] + [UInt8](repeating: 0, count: 48 * 48 - 1))
    #expect(spot.elements(scale: 1 / 32, zeroPoint: 0)[0] == 127)
    #expect(spot.elements(scale: 1 / 16, zeroPoint: 0)[0] == 64)
    // A blank crop's deviation counts as 1.
    #expect(Set(AlignedCrop(luma: .init(repeating: 9, count: 48 * 48)).elements(scale: 1 / 32, zeroPoint: 0)) == [0])
  }

  @Test("says how it is lit")
  func quality() {
    func light(_ low: UInt8, _ high: UInt8) -> CropQuality.Light {
      AlignedCrop(luma: (0..<(48 * 48)).map { $0 % 2 == 0 ? low : high }).quality.light
    }
    #expect(light(80, 160) == .good)
    #expect(light(0, 40) == .dark)
    #expect(light(225, 255) == .bright)
    #expect(light(120, 130) == .flat)
  }
}

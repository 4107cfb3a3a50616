import Domain
import Testing

@testable import Vision

@Suite("The letterbox")
struct LetterboxTests {
  private static let sizes = [
    (640, 480), (1_280, 720), (480, 640), (160, 120), (161, 121), (80, 60), (1, 1), (5_000, 1), (1, 5_000), (7, 3),
    (319, 241),
  ]

  private static func frame(_ width: Int, _ height: Int, seed: UInt64 = 1) -> Frame {
    var random = SeededRandom(state: seed)
    return Frame(
      width: width, height: height, luma: (0..<(width * height)).map { _ in .random(in: 0...255, using: &random) })
  }

  @Test("fits frames of any size and maps places there and back", arguments: sizes)
  func mapping(width: Int, height: Int) {
    let letterbox = Letterbox(width: 160, height: 120, frameWidth: width, frameHeight: height)
    #expect(letterbox.pictureWidth == 160 || letterbox.pictureHeight == 120)
    for place in [Point(x: 0, y: 0), Point(x: Float(width), y: Float(height)), Point(x: -3.5, y: 0.3 * Float(height))] {
      let back = letterbox.framePoint(letterbox.canvasPoint(place))
      #expect(abs(back.x - place.x) < 0.01 && abs(back.y - place.y) < 0.01)
    }
    let whole = letterbox.canvasPoint(Point(x: Float(width), y: Float(height)))
    #expect(abs(whole.x - Float(letterbox.pictureWidth)) < 0.01 && abs(whole.y - Float(letterbox.pictureHeight)) < 0.01)
    let canvas = letterbox.canvas(
      with: Frame(width: width, height: height, luma: .init(repeating: 90, count: width * height)))
    #expect(canvas.count == 160 * 120)
    #expect(canvas.filter { $0 == 90 }.count == letterbox.pictureWidth * letterbox.pictureHeight)
    #expect(canvas.allSatisfy { $0 == 90 || $0 == 128 })
  }

  @Test("maps areas as it maps their corners")
  func areas() {
    let letterbox = Letterbox(width: 160, height: 120, frameWidth: 640, frameHeight: 480)
    #expect(
      letterbox.frameArea(Rectangle(x: 10, y: 20, width: 30, height: 40))
        == Rectangle(x: 40, y: 80, width: 120, height: 160))
  }

  @Test(
    "averages the area that each pixel covers",
    arguments: [(640, 480), (1_280, 720), (161, 121), (319, 241), (200, 900)])
  func averages(width: Int, height: Int) {
    let frame = Self.frame(width, height)
    let columns = Letterbox(width: 160, height: 120, frameWidth: width, frameHeight: height).pictureWidth
    let rows = Letterbox(width: 160, height: 120, frameWidth: width, frameHeight: height).pictureHeight
    let averages = frame.averaged(columns: columns, rows: rows)
    var worst = 0.0
    // Every seventh pixel, by the definition.
    for index in stride(from: 0, to: columns * rows, by: 7) {
      let mean = Self.mean(of: frame, column: index % columns, of: columns, row: index / columns, of: rows)
      worst = max(worst, abs(Double(averages[index]) - mean))
    }
    #expect(worst <= 0.5 + 1e-6)
  }

  private static func mean(of frame: Frame, column: Int, of columns: Int, row: Int, of rows: Int) -> Double {
    let (left, right) = (
      Double(column * frame.width) / Double(columns), Double((column + 1) * frame.width) / Double(columns)
    )
    let (top, bottom) = (Double(row * frame.height) / Double(rows), Double((row + 1) * frame.height) / Double(rows))
    var sum = 0.0
    for y in Int(top)..<min(frame.height, Int(bottom.rounded(.up))) {
      for x in Int(left)..<min(frame.width, Int(right.rounded(.up))) {
        let width = min(right, Double(x + 1)) - max(left, Double(x))
        let height = min(bottom, Double(y + 1)) - max(top, Double(y))
        sum += width * height * Double(frame.luma[y * frame.width + x])
      }
    }
    return sum / ((right - left) * (bottom - top))
  }

  @Test("brightens the dark, at most eightfold, and nothing else")
  func brightens() {
    // A hundredth is brighter than the rest.
    func brightened(_ dark: UInt8, _ bright: UInt8) -> [UInt8] {
      (0..<200).map { $0 < 3 ? bright : dark }.brightened
    }
    #expect(brightened(10, 20)[3] == 40 && brightened(10, 20)[0] == 80)
    #expect(brightened(2, 4)[3] == 16 && brightened(2, 4)[0] == 32)
    #expect(brightened(30, 80)[3] == 30 && brightened(30, 200)[0] == 200)
    // One lamp in a dark room stays white.
    let lamp = ([255] + [UInt8](repeating: 10, count: 199)).brightened
    #expect(lamp[0] == 255 && lamp[1] == 80)
    #expect([UInt8](repeating: 0, count: 9).brightened.allSatisfy { $0 == 0 } && [UInt8]().brightened.isEmpty)
  }

  @Test("enlarges small frames evenly")
  func enlarges() {
    let ramp = Frame(width: 4, height: 1, luma: [0, 80, 160, 240])
    #expect(
      ramp.interpolated(columns: 8, rows: 2) == [
        0, 20, 60, 100, 140, 180, 220, 240, 0, 20, 60, 100, 140, 180, 220, 240,
      ])
  }
}

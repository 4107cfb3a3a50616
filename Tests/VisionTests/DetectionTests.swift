import Domain
import Glibc
import Testing

@testable import Vision

@Suite("A detection grid")
struct DetectionGridTests {
  /// A grid of 2 × 3 cells of 8 pixels whose cell (column 2, row 1) has found a face. Boxes are in steps of 1/16 about
  /// 3, points in steps of 1/8.
  private static func grid(
    box: [Int8] = [3 + 8, 3 - 16, 3 + 16, 3 + 32], logitScale: Float = 0.5, boxScale: Float = 1 / 16
  )
    -> DetectionGrid
  {
    var logits = [Int8](repeating: -20, count: 6)
    var boxes = [Int8](repeating: 0, count: 24)
    var points = [Int8](repeating: 0, count: 60)
    logits[5] = 4
    boxes.replaceSubrange(20..<24, with: box)
    points.replaceSubrange(50..<60, with: [-8, -4, 8, -4, 0, 0, -4, 8, 4, 12])
    return DetectionGrid(
      stride: 8, rows: 2, columns: 3, logits: QuantisedValues(logits, scale: logitScale, zeroPoint: 0),
      boxes: QuantisedValues(boxes, scale: boxScale, zeroPoint: 3),
      points: QuantisedValues(points, scale: 1 / 8, zeroPoint: 0))
  }

  @Test("says where its faces are")
  func decodes() throws {
    let faces = Self.grid().faces(scoring: 0.5)
    let face = try #require(faces.first)
    #expect(faces.count == 1)
    #expect(abs(face.score - 1 / (1 + expf(-2))) < 1e-6)
    let (width, height) = (8 * expf(1), 8 * expf(2))
    // Centre: (2 + 0.5 + 0.5) · 8 and (1 + 0.5 − 1) · 8.
    #expect(abs(face.box.x - (24 - width / 2)) < 1e-4 && abs(face.box.y - (4 - height / 2)) < 1e-4)
    #expect(abs(face.box.width - width) < 1e-4 && abs(face.box.height - height) < 1e-4)
    #expect(face.landmarks.leftEye == Point(x: 12, y: 8))
    #expect(face.landmarks.rightEye == Point(x: 28, y: 8))
    #expect(face.landmarks.nose == Point(x: 20, y: 12))
    #expect(face.landmarks.leftMouthCorner == Point(x: 16, y: 20))
    #expect(face.landmarks.rightMouthCorner == Point(x: 24, y: 24))
  }

  @Test("finds no face below the threshold")
  func threshold() {
    #expect(Self.grid().faces(scoring: 0.88).count == 1)
    #expect(Self.grid().faces(scoring: 0.89).isEmpty)
  }

  @Test(
    "keeps sides within reason, and takes nothing that is not finite for a face",
    arguments: [Float.nan, .infinity, 3e38])
  func hostile(scale: Float) {
    let wild = Self.grid(box: [3, 3, 127, -128], boxScale: 1).faces(scoring: 0.5)
    #expect(wild.first?.box.width == 8 * expf(4) && wild.first?.box.height == 8 * expf(-4))
    #expect(Self.grid(boxScale: scale).faces(scoring: 0.5).isEmpty)
    _ = Self.grid(logitScale: scale).faces(scoring: 0.5)
  }
}

@Suite("A network's detection grids")
struct GridLayoutTests {
  private typealias Output = (shape: [Int], isInt8: Bool)
  private static let outputs: [Output] = [
    ([1, 4, 5, 4], true), ([1, 15, 20, 1], true), ([1, 8, 10, 10], true), ([1, 15, 20, 10], true),
    ([1, 4, 5, 1], true),
    ([1, 8, 10, 1], true), ([1, 15, 20, 4], true), ([1, 4, 5, 10], true), ([1, 8, 10, 4], true),
  ]

  private func grids(_ outputs: [Output]) throws -> [GridLayout] {
    try GridLayout.grids(outputs: outputs, inputWidth: 160, inputHeight: 120)
  }

  @Test("are found by the outputs' shapes, in any order")
  func found() throws {
    let grids = try grids(Self.outputs)
    #expect(
      grids == [
        GridLayout(stride: 8, rows: 15, columns: 20, logits: 1, boxes: 6, points: 3),
        GridLayout(stride: 16, rows: 8, columns: 10, logits: 5, boxes: 8, points: 2),
        GridLayout(stride: 32, rows: 4, columns: 5, logits: 4, boxes: 0, points: 7),
      ])
  }

  @Test("must be whole and cover the input")
  func refused() {
    let wrong: [[Output]] = [
      [], Array(Self.outputs.dropLast()), Self.outputs + [([1, 15, 20, 1], true)], Self.outputs + [([1, 2], true)],
      Self.outputs.map { ($0.shape, $0.shape[3] != 10) },
      [([1, 15, 21, 1], true), ([1, 15, 21, 4], true), ([1, 15, 21, 10], true)],
      [([1, 14, 20, 1], true), ([1, 14, 20, 4], true), ([1, 14, 20, 10], true)],
      [([1, 15, 20, 3], true)], [([1, 1, 320, 1], true), ([1, 1, 320, 4], true), ([1, 1, 320, 10], true)],
    ]
    for outputs in wrong {
      #expect(throws: UnfitNetwork.self) { try grids(outputs) }
    }
  }
}

@Suite("Faces")
struct FaceSelectionTests {
  private static func face(_ x: Float, _ y: Float, side: Float, score: Float) -> Face {
    Face(box: Rectangle(x: x, y: y, width: side, height: side), landmarks: AlignedCrop.template, score: score)
  }

  @Test("that overlap a better one much are the same face")
  func distinct() {
    let best = Self.face(0, 0, side: 10, score: 0.9)
    let same = Self.face(1, 1, side: 10, score: 0.8)
    let beside = Self.face(5, 0, side: 10, score: 0.7)  // overlaps by a third
    let far = Self.face(100, 0, side: 10, score: 0.95)
    #expect([same, beside, best, far].distinct(overlap: 0.4) == [far, best, beside])
    #expect([Face]().distinct(overlap: 0.4).isEmpty)
  }

  @Test("are near when they are large")
  func nearest() {
    let small = Self.face(0, 0, side: 10, score: 0.9)
    let large = Self.face(50, 0, side: 20, score: 0.6)
    let larger = Self.face(90, 0, side: 20, score: 0.7)
    #expect([small, large, larger].nearest == larger)
    #expect([larger, large, small].nearest == larger)
    #expect([Face]().nearest == nil)
  }
}

@Suite("Sensitivity")
struct SensitivityTests {
  @Test("moves the threshold about the network's own")
  func threshold() {
    #expect(abs(Sensitivity.standard.threshold(from: 0.37) - 0.37) < 1e-6)
    #expect(abs(Sensitivity(0).threshold(from: 0.5) - 0.9) < 1e-6)
    #expect(abs(Sensitivity(100).threshold(from: 0.5) - 0.1) < 1e-6)
    let thresholds = (0...100).map { Sensitivity($0).threshold(from: 0.6) }
    #expect(zip(thresholds, thresholds.dropFirst()).allSatisfy { $0 > $1 })
    #expect(Sensitivity(-5) == Sensitivity(0) && Sensitivity(900) == Sensitivity(100))
  }

  @Test("starts from what the network's file says")
  func summary() {
    #expect(FaceDetector.threshold(in: "face: score, box and five points; threshold 0.415") == 0.415)
    for text in ["", "threshold", "threshold high", "threshold 7", "threshold nan", "threshold -1", "no 0.4"] {
      #expect(FaceDetector.threshold(in: text) == nil)
    }
  }
}

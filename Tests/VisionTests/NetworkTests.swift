import Domain
import Glibc
import Inference
import Testing

@testable import Vision

@Suite("The box's networks")
struct NetworkTests {
  @Test("fit the jobs they are for, and not each other's")
  func fit() throws {
    _ = try Networks.face()
    _ = try Networks.points()
    _ = try Networks.emotion()
    #expect { try FaceDetector(network: Networks.network("emotion"), kernels: ReferenceKernels()) } throws: {
      "\($0)".hasPrefix("face network: ")
    }
    #expect { try LandmarkFinder(network: Networks.network("emotion"), kernels: ReferenceKernels()) } throws: {
      "\($0)".hasPrefix("points network: ")
    }
    #expect { try EmotionReader(network: Networks.network("face"), kernels: ReferenceKernels()) } throws: {
      "\($0)" == "emotion network: it must have one int8 input of 1 × 48 × 48 × 1; use the one that comes with the box"
    }
  }

  @Test("find no face where nothing is to be seen", arguments: [0, 1, 64, 128, 200, 255])
  func blank(luma: UInt8) throws {
    let frame = Frame(width: 640, height: 480, luma: .init(repeating: luma, count: 640 * 480))
    #expect(try Networks.face().faces(in: frame).isEmpty)
  }

  @Test("find no face in noise", arguments: 0..<5)
  func noise(seed: UInt64) throws {
    var random = SeededRandom(state: seed)
    // From single pixels to patches as large as a small face.
    let patch = 1 << Int(seed)
    let values = (0..<(640 * 480)).map { _ in UInt8.random(in: 0...255, using: &random) }
    let luma = (0..<(640 * 480)).map { (index: Int) -> UInt8 in
      let (row, column) = (index / 640 / patch, index % 640 / patch)
      return values[row * 640 + column]
    }
    #expect(try Networks.face().faces(in: Frame(width: 640, height: 480, luma: luma)).isEmpty)
  }

  @Test("take frames of any size", arguments: [(1, 1), (1, 3_000), (3_000, 1), (17, 5), (90, 160)])
  func anySize(width: Int, height: Int) throws {
    let frame = Frame(width: width, height: height, luma: .init(repeating: 90, count: width * height))
    #expect(try Networks.face().faces(in: frame).isEmpty)
  }

  @Test("give seven scores that leave contempt out of the eight probabilities")
  func contempt() throws {
    let reader = try Networks.emotion()
    var random = SeededRandom(state: 5)
    let crop = AlignedCrop(luma: (0..<(48 * 48)).map { _ in .random(in: 0...255, using: &random) })
    let reading = reader.reading(of: crop)
    let (eight, seven) = (reading.votes, reading.scores)
    #expect(eight.count == 8 && abs(eight.reduce(0, +) - 1) < 1e-5)
    #expect(abs(seven.probabilities.reduce(0, +) - 1) < 1e-5)
    for emotion in Emotion.allCases {
      #expect(abs(seven[emotion] - eight[emotion.rawValue] / (1 - eight[7])) < 1e-5)
    }
  }

  @Test("say where in the crop an emotion comes from: the map's mean is the logit")
  func map() throws {
    let frame = try Scene.frame(.happy)
    let face = try #require(try Networks.finder().nearestFace(in: frame))
    let reading = try Networks.emotion().reading(of: try #require(AlignedCrop(of: face, in: frame)))
    #expect(reading.labels.count == 7 && abs(reading.labels.reduce(0, +) - 1) < 1e-5)
    let map = reading.map
    let means = Emotion.allCases.map { emotion in
      let cells = (0..<(map.rows * map.columns)).map {
        map.evidence(for: emotion, row: $0 / map.columns, column: $0 % map.columns)
      }
      return cells.reduce(0, +) / Float(cells.count)
    }
    let logs = Emotion.allCases.map { logf(reading.scores[$0]) }
    let middle = logs.reduce(0, +) / 7
    for (mean, log) in zip(means, logs) { #expect(abs(mean - (log - middle)) < 0.3) }
    // A smile is in the mouth: the lower half of the crop speaks for happiness more than the upper.
    func half(_ rows: Range<Int>) -> Float {
      rows.reduce(0) { sum, row in
        (0..<map.columns).reduce(sum) { $0 + map.evidence(for: .happy, row: row, column: $1) }
      }
    }
    #expect(half(map.rows / 2..<map.rows) > half(0..<map.rows / 2))
    #expect(map.evidence(for: .happy, x: 0, y: 0) == map.evidence(for: .happy, row: 0, column: 0))
    #expect(
      map.evidence(for: .happy, x: 1, y: 1) == map.evidence(for: .happy, row: map.rows - 1, column: map.columns - 1))
  }

  @Test("know nothing of a face that is none")
  func nothing() throws {
    let frame = Frame(width: 8, height: 8, luma: .init(repeating: 90, count: 64))
    let nowhere = AlignedCrop.template.mapped { _ in Point(x: .nan, y: 0) }
    let face = Face(box: Rectangle(x: 0, y: 0, width: 0, height: 0), landmarks: nowhere, score: 1)
    #expect(try Networks.emotion().scores(of: face, in: frame) == .uniform)
  }
}

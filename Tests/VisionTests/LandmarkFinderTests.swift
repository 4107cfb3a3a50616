import Domain
import Glibc
import Testing

@testable import Vision

@Suite("The landmark finder")
struct LandmarkFinderTests {
  /// Mean distance of the five points from others, in distances between these eyes.
  private static func distance(_ found: FaceLandmarks, from other: FaceLandmarks) -> Float {
    let sum = zip(found.points, other.points).reduce(0) { $0 + hypotf($1.0.x - $1.1.x, $1.0.y - $1.1.y) }
    return sum / 5 / hypotf(other.rightEye.x - other.leftEye.x, other.rightEye.y - other.leftEye.y)
  }

  @Test("finds a scene's points where the face was drawn", arguments: Emotion.allCases)
  func scene(emotion: Emotion) throws {
    let face = try #require(try Networks.finder().nearestFace(in: Scene.frame(emotion)))
    #expect(Self.distance(face.landmarks, from: Scene.landmarks(emotion)) < 0.12)
  }

  @Test("finds the same points however far off the detector is", arguments: 0..<20)
  func steady(seed: UInt64) throws {
    var random = SeededRandom(state: seed)
    let frame = try Scene.frame(Emotion.allCases[Int(seed) % 7])
    let finder = try Networks.points()
    let seen = try #require(try Networks.face().faces(in: frame).first)
    let face = finder.refined(seen, in: frame)
    let (box, off) = (seen.box, seen.box.width / 20)
    func wandered(_ value: Float) -> Float { value + .random(in: -off...off, using: &random) }
    let other = Face(
      box: Rectangle(x: wandered(box.x), y: wandered(box.y), width: wandered(box.width), height: wandered(box.height)),
      landmarks: seen.landmarks.mapped { Point(x: wandered($0.x), y: wandered($0.y)) }, score: seen.score)
    let again = finder.refined(other, in: frame)
    #expect(again.box == other.box && again.score == other.score)
    #expect(Self.distance(again.landmarks, from: face.landmarks) < 0.06)
  }

  @Test("leaves a face alone whose box is none", arguments: [Float.nan, .infinity, 0, -4, 3e38])
  func hostile(side: Float) throws {
    let frame = Frame(width: 8, height: 8, luma: .init(repeating: 90, count: 64))
    let box = Rectangle(x: 1, y: 1, width: side, height: 5)
    let face = Face(box: box, landmarks: AlignedCrop.template, score: 0.5)
    #expect(try Networks.points().refined(face, in: frame).landmarks == face.landmarks)
  }

  @Test("takes points of no sense from the detector")
  func turns() throws {
    let frame = try Scene.frame(.happy)
    let seen = try #require(try Networks.face().faces(in: frame).first)
    for number in [Float(3), .nan, .infinity] {
      let nowhere = seen.landmarks.mapped { _ in Point(x: number, y: number) }
      let found = try Networks.points().refined(Face(box: seen.box, landmarks: nowhere, score: 1), in: frame)
      #expect(Self.distance(found.landmarks, from: Scene.landmarks(.happy)) < 0.12)
    }
  }
}

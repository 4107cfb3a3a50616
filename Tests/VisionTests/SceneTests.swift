import Domain
import Testing

@testable import Vision

@Suite("A scene")
struct SceneTests {
  private static func reading(_ frame: Frame) throws -> (face: Face, emotion: Emotion) {
    let face = try #require(try Networks.finder().nearestFace(in: frame))
    return (face, try Networks.emotion().scores(of: face, in: frame).strongest)
  }

  @Test("shows one face, in its place, with its emotion", arguments: Emotion.allCases)
  func emotion(emotion: Emotion) throws {
    let frame = try Scene.frame(emotion)
    let faces = try Networks.finder().faces(in: frame)
    let face = try #require(faces.first)
    #expect(faces.count == 1)
    #expect(face.box.overlap(Scene.box(emotion)) > 0.6)
    #expect(try Networks.emotion().scores(of: face, in: frame).strongest == emotion)
  }

  @Test("shows the same in a mirror", arguments: [Emotion.happy, .surprise, .neutral])
  func mirror(emotion: Emotion) throws {
    let frame = try Scene.frame(emotion)
    let (face, read) = try Self.reading(frame.mirrored)
    let mirrored = Rectangle(
      x: Float(frame.width) - face.box.x - face.box.width, y: face.box.y, width: face.box.width, height: face.box.height
    )
    #expect(mirrored.overlap(Scene.box(emotion)) > 0.6)
    #expect(read == emotion)
  }

  @Test(
    "shows the same in other light", arguments: [Emotion.happy, .surprise, .neutral],
    [(0.5, 10.0), (0.6, 90.0), (0.8, 0.0), (0.08, 1.0)])
  func light(emotion: Emotion, light: (contrast: Double, brightness: Double)) throws {
    let frame = try Scene.frame(emotion).mapped { UInt8(Double($0) * light.contrast + light.brightness) }
    let (face, read) = try Self.reading(frame)
    #expect(face.box.overlap(Scene.box(emotion)) > 0.6)
    #expect(read == emotion)
  }

  @Test("shows the same from a smaller camera", arguments: [Emotion.happy, .surprise, .neutral])
  func size(emotion: Emotion) throws {
    let (face, read) = try Self.reading(try Scene.frame(emotion).halved)
    let whole = Rectangle(x: face.box.x * 2, y: face.box.y * 2, width: face.box.width * 2, height: face.box.height * 2)
    #expect(whole.overlap(Scene.box(emotion)) > 0.6)
    #expect(read == emotion)
  }

  @Test("of two people shows two faces, and the larger is the nearest")
  func two() throws {
    let frame = try Scene.frame(.surprise).beside(try Scene.frame(.happy))
    let faces = try Networks.finder().faces(in: frame)
    #expect(faces.count == 2)
    let nearest = try #require(faces.nearest)
    #expect(nearest.box.x > 640)
    #expect(try Networks.emotion().scores(of: nearest, in: frame).strongest == .happy)
  }

  @Test("of sixteen people shows sixteen faces, each once, when small ones are looked for too")
  func many() throws {
    let small = try Emotion.allCases.map { try Scene.frame($0).halved }
    let (columns, width, height) = (4, small[0].width, small[0].height)
    let luma = (0..<(columns * height)).flatMap { y in
      (0..<columns).flatMap { column in
        let scene = small[(y / height * columns + column) % small.count]
        return scene.luma[(y % height * width)..<(y % height * width + width)]
      }
    }
    let frame = Frame(width: columns * width, height: columns * height, luma: luma)
    let faces = try Networks.finder().faces(in: frame)
    #expect(faces.count == 16)
    #expect(try Networks.face().faces(in: frame).count < 16)
    for (index, face) in faces.enumerated() {
      #expect(faces[..<index].allSatisfy { $0.box.overlap(face.box) < 0.1 })
    }
    let cells = Set(faces.map { Int($0.landmarks.nose.x) / width + Int($0.landmarks.nose.y) / height * columns })
    #expect(cells.count == 16)
  }

  @Test("that stands on its head has no upright face, whatever is seen in it")
  func upsideDown() throws {
    let frame = try Scene.frame(.happy).upsideDown
    for face in try Networks.finder(sensitivity: Sensitivity(100)).faces(in: frame) {
      #expect((0...1).contains(face.score))
      let scores = try Networks.emotion().scores(of: face, in: frame)
      #expect(abs(scores.probabilities.reduce(0, +) - 1) < 1e-5)
    }
  }

  @Test("shows no fewer faces to a more sensitive detector")
  func sensitivity() throws {
    let frame = try Scene.frame(.angry)
    let strictest = try Networks.finder(sensitivity: Sensitivity(0))
    let strict = strictest.faces(in: frame)
    let usual = try Networks.finder().faces(in: frame)
    let eager = try Networks.finder(sensitivity: Sensitivity(100)).faces(in: frame)
    #expect(strict.count <= usual.count && usual.count <= eager.count)
    #expect(eager.first == usual.first)
    #expect(strict.allSatisfy { $0.score >= strictest.threshold })
  }
}

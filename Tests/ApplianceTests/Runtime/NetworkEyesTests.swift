import Appliance
import Domain
import FoundationEssentials
import Inference
import Mood
import Pictures
import Testing
import Vision

@Suite("The box's own eyes", .timeLimit(.minutes(5)))
struct NetworkEyesTests {
  private static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")

  private static func network(_ name: String) throws -> Network {
    try Network(bytes: Array(try Data(contentsOf: URL(filePath: "\(root)/Models/\(name).tflite"))))
  }

  private static func eyes() throws -> NetworkEyes {
    try NetworkEyes(
      face: network("face"), points: network("points"), emotion: network("emotion"), kernels: ReferenceKernels())
  }

  private static func scene(_ name: String) throws -> Frame {
    try Photograph(at: "\(root)/Tests/Fixtures/scenes/\(name).png").frame
  }

  @Test("find each scene's mood, and the evidence of alike frames is enough to say so", arguments: Emotion.allCases)
  func moods(emotion: Emotion) async throws {
    let scores = try #require(await Self.eyes().scores(in: Self.scene(emotion.name)))
    var evidence = MoodEvidence()
    var outcome: LookOutcome?
    for index in 0... {
      outcome = evidence.add(scores, at: .milliseconds(33) * index)
      if outcome != nil { break }
    }
    guard case .mood(let mood)? = outcome else {
      Issue.record("\(String(describing: outcome))")
      return
    }
    #expect(mood.emotion == emotion)
  }

  @Test("see nobody in an empty room")
  func empty() async throws {
    let grey = Frame(width: 640, height: 480, luma: (0..<640 * 480).map { UInt8(100 + $0 % 640 / 20) })
    #expect(try await Self.eyes().scores(in: grey) == nil)
  }

  @Test("let a press on the button end in the mood of the scene")
  func press() async throws {
    let scene = try Self.scene("happy")
    try await withBox(.still(scene), eyes: Self.eyes()) { box in
      await box.look()
      guard case .detected(let mood)? = await box.events(until: "detected").last else {
        Issue.record("no mood")
        return
      }
      #expect(mood.emotion == .happy)
    }
  }

  @Test("refuse a network that is not of their kind")
  func wrongNetwork() throws {
    let networks = try ["face", "points", "emotion"].map(Self.network)
    for wrong in 0..<3 {
      var given = networks
      given[wrong] = networks[(wrong + 1) % 3]
      #expect(throws: UnfitNetwork.self) {
        try NetworkEyes(face: given[0], points: given[1], emotion: given[2], kernels: ReferenceKernels())
      }
    }
  }
}

import Appliance
import Domain

/// Reads the emotion that a test has painted into a frame's first pixel.
struct PaintedEyes: Eyes {
  func scores(in frame: Frame) async throws -> EmotionScores? {
    guard let painted = Emotion(rawValue: Int(frame.luma[0])) else { return nil }
    return EmotionScores(weights: Emotion.allCases.map { $0 == painted ? 94 : 1 })
  }

  /// A frame that shows an emotion, or nobody.
  static func frame(_ emotion: Emotion?, at time: Duration = .zero) -> Frame {
    Frame(width: 1, height: 1, luma: [UInt8(emotion?.rawValue ?? 255)], time: time)
  }
}

/// Stares at the first frame until it is told to stop.
struct StaringEyes: Eyes {
  func scores(in frame: Frame) async throws -> EmotionScores? {
    for await _ in AsyncStream<Never>(bufferingPolicy: .unbounded, { _ in }) {}
    return nil
  }
}

/// Folds any number of channels to interleaved stereo.
///
/// Centre and surround channels enter at −3 dB, as ITU-R BS.775 has it; the low-frequency channel is left out. The sums
/// are scaled so that full scale in stays within full scale out. Layouts that are not known are split evenly.
struct ChannelFold {
  /// In which order channels come.
  enum Order {
    /// As WAVE files have them, and FLAC: left, right, centre, low frequencies, pairs behind or beside.
    case wave
    /// As Vorbis I has them in section 4.3.9, and Opus in RFC 7845: left, centre, right, pairs, low frequencies.
    case vorbis
  }

  private enum Speaker { case left, right, centre, low, leftSurround, rightSurround, rear }

  /// Weight of each channel in the left and in the right output.
  let left: [Float]
  let right: [Float]

  init(channels: Int, order: Order = .wave) {
    guard let speakers = Self.speakers(channels, order) else {
      self.init((0..<channels).map { $0 % 2 == 0 ? 1 : 0 }, (0..<channels).map { $0 % 2 == 1 ? 1 : 0 })
      return
    }
    self.init(speakers.map { Self.weights($0).x }, speakers.map { Self.weights($0).y })
  }

  private static func speakers(_ channels: Int, _ order: Order) -> [Speaker]? {
    switch (channels, order) {
    case (1, _): [.centre]
    case (2, _): [.left, .right]
    case (3, .wave): [.left, .right, .centre]
    case (3, .vorbis): [.left, .centre, .right]
    case (4, _): [.left, .right, .leftSurround, .rightSurround]
    case (5, .wave): [.left, .right, .centre, .leftSurround, .rightSurround]
    case (5, .vorbis): [.left, .centre, .right, .leftSurround, .rightSurround]
    case (6, .wave): [.left, .right, .centre, .low, .leftSurround, .rightSurround]
    case (6, .vorbis): [.left, .centre, .right, .leftSurround, .rightSurround, .low]
    case (7, .wave): [.left, .right, .centre, .low, .rear, .leftSurround, .rightSurround]
    case (7, .vorbis): [.left, .centre, .right, .leftSurround, .rightSurround, .rear, .low]
    case (8, .wave): [.left, .right, .centre, .low, .leftSurround, .rightSurround, .leftSurround, .rightSurround]
    case (8, .vorbis): [.left, .centre, .right, .leftSurround, .rightSurround, .leftSurround, .rightSurround, .low]
    default: nil
    }
  }

  private static func weights(_ speaker: Speaker) -> SIMD2<Float> {
    let side = Float(0.5).squareRoot()
    return switch speaker {
    case .left: [1, 0]
    case .right: [0, 1]
    case .centre: [side, side]
    case .low: [0, 0]
    case .leftSurround: [side, 0]
    case .rightSurround: [0, side]
    case .rear: [side / 2, side / 2]
    }
  }

  private init(_ left: [Float], _ right: [Float]) {
    let sum = max(left.reduce(0, +), right.reduce(0, +))
    self.left = left.map { $0 / sum }
    self.right = right.map { $0 / sum }
  }

  /// Folds the first `frames` frames of `samples`. What is not a number becomes silence, and what is absurdly loud
  /// (a floating-point file may hold anything) is held to ±16, so that no filter behind it overflows.
  func stereo(_ samples: [Float], frames: Int) -> [Float] {
    let channels = left.count
    if channels == 2 {
      return [Float](unsafeUninitializedCapacity: frames * 2) { output, count in
        for index in 0..<frames * 2 {
          let sample = samples[index]
          // Not a number is not equal to itself.
          output[index] = sample == sample ? min(max(sample, -16), 16) : 0
        }
        count = frames * 2
      }
    }
    return [Float](unsafeUninitializedCapacity: frames * 2) { output, count in
      samples.withUnsafeBufferPointer { input in
        for frame in 0..<frames {
          var sums = SIMD2<Float>.zero
          for channel in 0..<channels {
            sums += input[frame * channels + channel] * SIMD2(left[channel], right[channel])
          }
          sums = sums.clamped(lowerBound: SIMD2(repeating: -16), upperBound: SIMD2(repeating: 16))
          output[frame * 2] = sums.x.isFinite ? sums.x : 0
          output[frame * 2 + 1] = sums.y.isFinite ? sums.y : 0
        }
      }
      count = frames * 2
    }
  }
}

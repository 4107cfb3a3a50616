/// Folds any number of channels to interleaved stereo.
///
/// Centre and surround channels enter at −3 dB, as ITU-R BS.775 has it; the low-frequency channel is left out. The sums
/// are scaled so that full scale in stays within full scale out. Channels are in the order of WAVE files
/// (left, right, centre, low frequencies, back or side pairs); layouts that are not known are split evenly.
struct ChannelFold {
  /// Weight of each channel in the left and in the right output.
  let left: [Float]
  let right: [Float]

  init(channels: Int) {
    let side = Float(0.5).squareRoot()
    switch channels {
    case 1: self.init([1], [1])
    case 2: self.init([1, 0], [0, 1])
    case 3: self.init([1, 0, side], [0, 1, side])
    case 4: self.init([1, 0, side, 0], [0, 1, 0, side])
    case 5: self.init([1, 0, side, side, 0], [0, 1, side, 0, side])
    case 6: self.init([1, 0, side, 0, side, 0], [0, 1, side, 0, 0, side])
    case 7: self.init([1, 0, side, 0, side / 2, side, 0], [0, 1, side, 0, side / 2, 0, side])
    case 8: self.init([1, 0, side, 0, side, 0, side, 0], [0, 1, side, 0, 0, side, 0, side])
    default:
      self.init((0..<channels).map { $0 % 2 == 0 ? 1 : 0 }, (0..<channels).map { $0 % 2 == 1 ? 1 : 0 })
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

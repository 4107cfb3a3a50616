#if arch(arm64)
  import Inference

  /// What the sums of a depthwise convolution begin with and are scaled with, 16 channels a block: starts, fractions and
  /// shifts to the left (negative).
  struct DepthwiseConstants {
    /// Bytes of a block.
    static let stride = 192

    private let table: Table

    init(_ step: Convolution, _ stage: VectorStage) {
      let channels = step.outputShape.channels
      let blocks = (channels + 15) / 16
      table = Table(byteCount: blocks * Self.stride) { bytes in
        let words = bytes.bindMemory(to: Int32.self, capacity: blocks * 48)
        // Channels beyond the last have no weights; a shift of 1 keeps them harmless.
        for lane in 0..<blocks * 16 { words[lane / 16 * 48 + 32 + lane % 16] = -1 }
        for channel in 0..<channels {
          let place = words + channel / 16 * 48 + channel % 16
          var sum: Int32 = 0
          for tap in 0..<step.window.rows * step.window.columns {
            sum &+= Int32(Int8(bitPattern: step.weights[step.weights.startIndex + tap * channels + channel]))
          }
          place[0] = stage.bias[channel] &- step.inputZeroPoint &* sum
          place[16] = stage.multipliers[channel].fraction
          place[32] = stage.multipliers[channel].exponent
        }
      }
    }

    /// Those of block `block`.
    @inline(__always)
    func start(_ block: Int) -> UnsafeRawPointer { table.start + block &* Self.stride }
  }
#endif

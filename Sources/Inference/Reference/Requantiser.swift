/// An `OutputStage` with its tables lent as pointers, for inner loops. Valid within `withRequantiser`.
struct Requantiser {
  private let bias: UnsafePointer<Int32>
  /// One of the two is there.
  private let multipliers: UnsafePointer<FixedPointMultiplier>?
  private let factors: UnsafePointer<Double>?
  private let zeroPoint: Int32
  private let lowest: Int32
  private let highest: Int32

  fileprivate init(
    _ stage: OutputStage, _ bias: UnsafePointer<Int32>, _ multipliers: UnsafePointer<FixedPointMultiplier>?,
    _ factors: UnsafePointer<Double>?
  ) {
    self.bias = bias
    self.multipliers = multipliers
    self.factors = factors
    zeroPoint = stage.zeroPoint
    lowest = stage.range.lowerBound
    highest = stage.range.upperBound
  }

  /// The int8 for `sum`, a sum of products of channel `channel` without its bias.
  @inline(__always)
  func callAsFunction(_ sum: Int32, channel: Int) -> Int8 {
    let sum = sum &+ bias[channel]
    var scaled: Int32 = 0
    if let multipliers {
      scaled = multipliers[channel](sum)
    } else if let factors {
      // Beyond ±512 any zero point leaves it outside int8.
      let steps = min(max(Double(sum) * factors[channel], -512), 512)
      // Half away from zero. It is the number just below a half that is added: a half would round that number up, too.
      let half = 0.5.nextDown
      scaled = Int32(steps + (steps < 0 ? -half : half))
    }
    return Int8(truncatingIfNeeded: min(max(scaled &+ zeroPoint, lowest), highest))
  }
}

extension OutputStage {
  @inline(__always)
  func withRequantiser(_ body: (Requantiser) -> Void) {
    bias.withUnsafeBufferPointer { bias in
      // Safety: there is at least one channel, so the tables have base addresses.
      let bias = bias.baseAddress!
      switch factors {
      case .fixedPoint(let multipliers):
        multipliers.withUnsafeBufferPointer { body(Requantiser(self, bias, $0.baseAddress, nil)) }
      case .exact(let factors):
        factors.withUnsafeBufferPointer { body(Requantiser(self, bias, nil, $0.baseAddress)) }
      }
    }
  }
}

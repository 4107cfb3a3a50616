/// An output stage that loops may apply without looking out for overflow: every factor is below one half, and no sum that
/// the weights allow comes near the end of 32 bits. Nearly all stages are so.
///
/// With x = `FixedPoint.multiply(sum, fraction)`, the output is then (x + 2^(shift − 1) − (x < 0 ? 1 : 0)) >> shift + zero
/// point: rounding half away from zero, without a branch.
package struct VectorStage: Sendable {
  package let bias: [Int32]
  package let multipliers: [FixedPointMultiplier]

  /// Nil where the stage of `step` is not so.
  /// - Parameter isDepthwise: Whether weights stand channel beside channel.
  package init?(_ step: Convolution, isDepthwise: Bool) {
    guard case .fixedPoint(let multipliers) = step.stage.factors,
      multipliers.allSatisfy({ $0.exponent <= -1 || $0.fraction == 0 })
    else { return nil }
    let channels = multipliers.count
    var reach = [Int](repeating: 0, count: channels)
    step.weights.withUnsafeBytes { weights in
      let count = weights.count / channels
      for channel in 0..<channels {
        var sum = 0
        for index in 0..<count {
          let weight = Int8(bitPattern: weights[isDepthwise ? index * channels + channel : channel * count + index])
          sum += Int(weight.magnitude)
        }
        reach[channel] = sum
      }
    }
    for channel in 0..<channels {
      // With flipped signs the first summand is as large as bias + 255 × reach, and the products once more 255 × reach.
      let most = Int(step.stage.bias[channel].magnitude) + 2 * 255 * reach[channel]
      guard most + 1 << max(-Int(multipliers[channel].exponent) - 1, 0) < Int(Int32.max) else { return nil }
    }
    bias = step.stage.bias
    self.multipliers = multipliers.map {
      $0.fraction == 0 ? FixedPointMultiplier(fraction: 0, exponent: -1) : $0
    }
  }
}

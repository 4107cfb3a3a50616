/// How a convolution's sums become int8: bias, one factor a channel, zero point, and the range that the fused
/// activation leaves.
package struct OutputStage: Sendable {
  /// Input scale × weight scale / output scale for each channel, in the form in which sums are multiplied with it. The
  /// specification leaves the form open; these are the ones of LiteRT's reference kernels.
  package enum Factors: Sendable {
    /// Convolutions: 31 bits, rounding twice.
    case fixedPoint([FixedPointMultiplier])
    /// Fully connected layers: double precision, rounding once, half away from zero.
    case exact([Double])
  }

  /// One a channel, in steps of input scale × that channel's weight scale.
  package let bias: [Int32]
  package let factors: Factors
  package let zeroPoint: Int32
  package let range: ClosedRange<Int32>

  package init(bias: [Int32], factors: Factors, zeroPoint: Int32, range: ClosedRange<Int32>) {
    let count =
      switch factors {
      case .fixedPoint(let multipliers): multipliers.count
      case .exact(let factors): factors.count
      }
    precondition(bias.count == count && count > 0, "one bias and one factor a channel")
    self.bias = bias
    self.factors = factors
    self.zeroPoint = zeroPoint
    self.range = range
  }
}

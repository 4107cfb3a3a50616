/// A positive real factor as LiteRT's reference kernels apply it: a 31-bit fraction and a power of two, rounding twice.
///
/// Products are rounded to 31 fraction bits (`SaturatingRoundingDoublingHighMul`), then once more as they are shifted
/// right (`RoundingDivideByPOT`). Both steps are gemmlowp's; which of LiteRT's two builds of
/// `MultiplyByQuantizedMultiplier` is the reference was found by experiment (see Models/oracle/README.md).
package struct FixedPointMultiplier: Equatable, Sendable {
  /// The factor's fraction in 2⁻³¹: 2³⁰ ..< 2³¹, or 0 where the factor is too small to matter.
  package let fraction: Int32
  /// The factor's power of two, −31 … 31; positive shifts left before multiplying.
  package let exponent: Int32

  /// Nil unless `factor` is at least 0 and below 2³¹.
  package init?(_ factor: Double) {
    guard factor >= 0, factor < 2_147_483_648 else { return nil }
    guard factor > 0 else {
      self.init(fraction: 0, exponent: 0)
      return
    }
    // factor = significand × 2^exponent with 1 ≤ significand < 2; the fraction is half of that.
    var fraction = Int64((factor.significand * 1_073_741_824).rounded(.toNearestOrAwayFromZero))
    var exponent = Int32(clamping: factor.exponent) + 1
    if fraction == 1 << 31 {
      fraction >>= 1
      exponent += 1
    }
    guard exponent <= 31 else { return nil }
    let vanishes = exponent < -31
    self.init(fraction: vanishes ? 0 : Int32(fraction), exponent: vanishes ? 0 : exponent)
  }

  package init(fraction: Int32, exponent: Int32) {
    self.fraction = fraction
    self.exponent = exponent
  }

  /// `value` × the factor. What overflows 32 bits on the left shift wraps.
  @inline(__always)
  package func callAsFunction(_ value: Int32) -> Int32 {
    let product = FixedPoint.multiply(value &<< max(exponent, 0), fraction)
    return FixedPoint.divide(product, byPowerOfTwo: max(-exponent, 0))
  }
}

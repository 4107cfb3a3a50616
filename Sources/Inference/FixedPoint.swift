/// gemmlowp's two rounding steps on 32-bit fixed-point numbers.
package enum FixedPoint {
  /// The high half of twice the product, rounded to the nearest, halves upwards (`SaturatingRoundingDoublingHighMul`).
  /// Not both factors may be −2³¹; multipliers never are negative.
  @inline(__always)
  package static func multiply(_ left: Int32, _ right: Int32) -> Int32 {
    let product = Int64(left) &* Int64(right)
    let nudge: Int64 = product >= 0 ? 1 << 30 : 1 - 1 << 30
    // Towards zero, as C divides: a shift alone would round negative numbers down.
    let sum = product &+ nudge
    return Int32(truncatingIfNeeded: (sum &+ (sum < 0 ? 1 << 31 - 1 : 0)) &>> 31)
  }

  /// `value` / 2^`exponent`, rounded half away from zero (`RoundingDivideByPOT`); `exponent` is 0 … 31.
  @inline(__always)
  package static func divide(_ value: Int32, byPowerOfTwo exponent: Int32) -> Int32 {
    let mask = Int32(truncatingIfNeeded: (Int64(1) &<< Int64(exponent)) &- 1)
    let remainder = value & mask
    let threshold = (mask &>> 1) &+ (value < 0 ? 1 : 0)
    return (value &>> exponent) &+ (remainder > threshold ? 1 : 0)
  }
}

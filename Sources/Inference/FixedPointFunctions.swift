/// gemmlowp's functions on 32-bit fixed-point numbers (`fixedpoint/fixedpoint.h`), as far as softmax needs them. "Qm.n"
/// is a number with m bits before the point, one of sign and n after.
extension FixedPoint {
  /// e^x in Q0.31 for x ≤ 0 in Q5.26 (`exp_on_negative_values`).
  static func exponential(ofNegative x: Int32) -> Int32 {
    if x == 0 { return .max }
    // x = part − quarters, where part lies in −1/4 ..< 0.
    let quarter: Int32 = 1 << 24
    let part = (x & (quarter - 1)) - quarter
    let quarters = part &- x
    var result = exponentialOnLastQuarter(part << 5)
    // e^(−2^k) in Q0.31 for k from −2 to 4, for those bits that `quarters` has.
    let powers: [Int32] = [1_672_461_947, 1_302_514_674, 790_015_084, 290_630_308, 39_332_535, 720_401, 242]
    for (bit, power) in powers.enumerated() where quarters & (quarter << Int32(bit)) != 0 {
      result = multiply(result, power)
    }
    return result
  }

  /// e^x in Q0.31 for −1/4 ≤ x < 0 in Q0.31: Taylor's polynomial of degree 4 about −1/8.
  private static func exponentialOnLastQuarter(_ x: Int32) -> Int32 {
    let atCentre: Int32 = 1_895_147_668
    let third: Int32 = 715_827_883
    let x1 = x &+ 1 << 28
    let x2 = multiply(x1, x1)
    let x3 = multiply(x2, x1)
    let x4 = multiply(x2, x2)
    let higher = divide(multiply(divide(x4, byPowerOfTwo: 2) &+ x3, third) &+ x2, byPowerOfTwo: 1)
    return atCentre &+ multiply(atCentre, x1 &+ higher)
  }

  /// 1 / x for x > 0 in Q12.19, as a Q0.31 factor and how many bits it must be shifted right beyond that
  /// (`GetReciprocal`).
  static func reciprocal(of x: Int32) -> (factor: Int32, shift: Int32) {
    let leading = Int32(x.leadingZeroBitCount)
    // x = 2^(12 − leading) × (1 + y), y in Q0.31.
    let y = Int32(truncatingIfNeeded: UInt32(bitPattern: x) << UInt32(leading)) & .max
    let half = Int32((Int64(y) + Int64(Int32.max) + 1) / 2)
    // Newton's iteration for 1 / ((1 + y) / 2) in Q2.29, from 48/17 − 32/17 × half.
    var estimate = 1_515_870_810 &+ multiply(half, -1_010_580_540)
    for _ in 0..<3 {
      let error = 1 << 29 &- multiply(half, estimate)
      estimate = estimate &+ saturatingShift(multiply(estimate, error), by: 2)
    }
    return (saturatingShift(estimate, by: 1), 12 - leading)
  }

  private static func saturatingShift(_ value: Int32, by bits: Int64) -> Int32 {
    Int32(clamping: Int64(value) << bits)
  }
}

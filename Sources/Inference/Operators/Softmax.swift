/// SOFTMAX over the last dimension, checked.
package struct Softmax: Sendable {
  package let input: Int
  package let output: Int
  package let rows: Int
  package let columns: Int
  /// e^(−β × scale × d) in 2⁻³¹ for the 256 distances d from a row's largest element, 0 where it does not matter.
  package let exponentials: [Int32]

  /// More columns would overflow the sum that LiteRT keeps in 12 bits before the point.
  private static let columnLimit = 4095

  init(_ record: OperatorRecord, _ allowance: inout Allowance) throws(NetworkError) {
    let (input, given) = try record.activation(0)
    let (output, result) = try record.output()
    let beta = try record.options().float(0)
    guard let columns = given.shape.last, columns <= Self.columnLimit else {
      throw record.unsupported("an input of shape \(given.shape); supported: rows of up to \(Self.columnLimit)")
    }
    try record.expectOutput(given.shape)
    try record.expectProbabilities(result)
    // Distances as Q5.26, by a factor above 1: a shift to the left, then a fraction.
    let factor = min(Double(beta) * Double(given.scale) * Double(1 << 26), Double(Int32.max))
    guard factor > 1, let multiplier = FixedPointMultiplier(factor) else {
      throw record.unsupported("beta × scale is \(beta * given.scale); supported: more than 2⁻²⁶")
    }
    try allowance.spend(1024, at: record.place)
    self.input = input
    self.output = output
    self.columns = columns
    rows = given.count / columns
    // Beyond this distance the Q5.26 would overflow, and e^x is nothing.
    let reach = Int(31 * Double(1 << 26) / Double(1 << Int64(multiplier.exponent)))
    exponentials = (0..<256).map { distance in
      distance > reach ? 0 : FixedPoint.exponential(ofNegative: multiplier(Int32(-distance)))
    }
  }
}

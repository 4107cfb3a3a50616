/// MEAN, checked, over dimensions that lie next to each other: outer × reduced × inner → outer × inner.
package struct Mean: Sendable {
  package let input: Int
  package let output: Int
  package let outer: Int
  package let reduced: Int
  package let inner: Int
  package let inputZeroPoint: Int32
  package let outputZeroPoint: Int32
  /// Input scale / output scale / `reduced`.
  package let multiplier: FixedPointMultiplier

  init(_ record: OperatorRecord) throws(NetworkError) {
    let (input, given) = try record.activation(0)
    let (output, result) = try record.output()
    var isReduced = Array(repeating: false, count: given.shape.count)
    for axis in try record.integers(1) {
      let dimension = axis < 0 ? axis + given.shape.count : axis
      guard isReduced.indices.contains(dimension) else {
        throw record.malformed("dimension \(axis) of an input of shape \(given.shape)")
      }
      isReduced[dimension] = true
    }
    let keeps = try record.options().flag(0)
    try record.expectOutput(
      zip(given.shape, isReduced).compactMap { extent, reduced in reduced ? (keeps ? 1 : nil) : extent })

    // Extents of 1 matter nowhere; what is left must be kept, reduced, kept.
    let dimensions = zip(given.shape, isReduced).filter { $0.0 > 1 }
    let outer = dimensions.prefix { !$0.1 }
    let reduced = dimensions.dropFirst(outer.count).prefix { $0.1 }
    let inner = dimensions.dropFirst(outer.count + reduced.count)
    guard inner.allSatisfy({ !$0.1 }) else {
      throw record.unsupported("dimensions that do not lie next to each other; supported: neighbours, such as 1 and 2")
    }
    self.input = input
    self.output = output
    self.outer = outer.reduce(1) { $0 * $1.0 }
    self.reduced = reduced.reduce(1) { $0 * $1.0 }
    self.inner = inner.reduce(1) { $0 * $1.0 }
    inputZeroPoint = Int32(given.zeroPoint)
    outputZeroPoint = Int32(result.zeroPoint)
    guard let factor = FixedPointMultiplier(Double(given.scale) / Double(result.scale)) else {
      throw record.unsupported("its output's scale is too small beside its input's")
    }
    multiplier = factor.divided(by: self.reduced)
  }
}

extension FixedPointMultiplier {
  /// This factor / `count` as LiteRT's `QuantizedMeanOrSum` forms it: the fraction is widened by as many bits as `count`
  /// has, as far as the exponent allows, and divided.
  fileprivate func divided(by count: Int) -> FixedPointMultiplier {
    let shift = min(Int32(Int.bitWidth - 1 - count.leadingZeroBitCount), 32, 31 + exponent)
    return FixedPointMultiplier(
      fraction: Int32(truncatingIfNeeded: (Int64(fraction) << Int64(shift)) / Int64(count)), exponent: exponent - shift)
  }
}

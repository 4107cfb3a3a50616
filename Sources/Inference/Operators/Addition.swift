/// ADD, checked: both terms are brought to a common scale with 20 bits to spare, added, and brought to the output's.
package struct Addition: Sendable {
  package let inputs: (left: Int, right: Int)
  package let output: Int
  package let shapes: (left: ImageShape, right: ImageShape)
  /// Each extent the larger of the terms'; an extent of 1 is repeated.
  package let outputShape: ImageShape
  package let zeroPoints: (left: Int32, right: Int32, output: Int32)
  package let multipliers: (left: FixedPointMultiplier, right: FixedPointMultiplier, output: FixedPointMultiplier)
  package let range: ClosedRange<Int32>

  /// Bits by which the terms are shifted left before they are scaled.
  package static let headroom: Int32 = 20

  init(_ record: OperatorRecord) throws(NetworkError) {
    let (left, first) = try record.activation(0)
    let (right, second) = try record.activation(1)
    let (output, result) = try record.output()
    guard let leftShape = ImageShape(extending: first.shape), let rightShape = ImageShape(extending: second.shape)
    else {
      throw record.unsupported("more than four dimensions; supported: up to four")
    }
    var extents: [Int] = []
    for (one, other) in zip(leftShape.extents, rightShape.extents) {
      guard one == other || one == 1 || other == 1 else {
        throw record.malformed("shapes \(first.shape) and \(second.shape) do not fit each other")
      }
      extents.append(max(one, other))
    }
    try record.expectOutput(extents.suffix(max(first.shape.count, second.shape.count)))
    guard let outputShape = ImageShape(extending: extents) else { preconditionFailure("four extents") }

    let (leftScale, rightScale) = (Double(first.scale), Double(second.scale))
    let common = 2 * max(leftScale, rightScale)
    let toOutput = common / (Double(1 << Self.headroom) * Double(result.scale))
    guard toOutput < 1, let leftFactor = FixedPointMultiplier(leftScale / common),
      let rightFactor = FixedPointMultiplier(rightScale / common), let outputFactor = FixedPointMultiplier(toOutput)
    else { throw record.unsupported("its output's scale is too small beside its inputs'") }
    inputs = (left, right)
    self.output = output
    shapes = (leftShape, rightShape)
    self.outputShape = outputShape
    zeroPoints = (Int32(first.zeroPoint), Int32(second.zeroPoint), Int32(result.zeroPoint))
    multipliers = (leftFactor, rightFactor, outputFactor)
    range = try record.range(record.options().integer(0), result)
  }
}

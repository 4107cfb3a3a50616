/// PAD, checked: the picture with margins that hold the zero point.
package struct Padding: Sendable {
  package let input: Int
  package let output: Int
  package let inputShape: ImageShape
  package let outputShape: ImageShape
  /// What comes before the input in each of the four dimensions.
  package let before: ImageShape
  package let filler: Int8

  init(_ record: OperatorRecord) throws(NetworkError) {
    let (input, given) = try record.activation(0)
    let (output, result) = try record.output()
    let margins = try record.integers(1)
    guard let inputShape = ImageShape(extending: given.shape) else {
      throw record.unsupported("more than four dimensions; supported: up to four")
    }
    let rank = given.shape.count
    // No margin can be larger than the largest tensor, so sums cannot overflow.
    guard margins.count == 2 * rank, margins.allSatisfy({ (0...Limits.elements).contains($0) }) else {
      throw record.malformed("its margins must be two numbers from 0 on for each of \(rank) dimensions")
    }
    let before = (0..<rank).map { margins[2 * $0] }
    let after = (0..<rank).map { margins[2 * $0 + 1] }
    let extents = (0..<rank).map { (dimension: Int) -> Int in
      before[dimension] + given.shape[dimension] + after[dimension]
    }
    try record.expectOutput(extents)
    try record.expectSameQuantisation(0)
    self.input = input
    self.output = output
    self.inputShape = inputShape
    outputShape = ImageShape(extending: extents) ?? inputShape
    let leading = Array(repeating: 0, count: 4 - rank) + before
    self.before = ImageShape(batch: leading[0], rows: leading[1], columns: leading[2], channels: leading[3])
    filler = Int8(clamping: result.zeroPoint)
  }
}

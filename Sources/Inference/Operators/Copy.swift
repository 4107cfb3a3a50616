/// RESHAPE, checked: the same bytes under another shape.
package struct Copy: Sendable {
  package let input: Int
  package let output: Int
  package let byteCount: Int

  init(_ record: OperatorRecord) throws(NetworkError) {
    let (input, given) = try record.activation(0)
    let (output, result) = try record.output()
    guard given.count == result.count else {
      throw record.malformed("shapes \(given.shape) and \(result.shape) do not hold equally many elements")
    }
    try record.expectSameQuantisation(0)
    if record.inputCount > 1, record.isConstant(1) {
      let wanted = try record.integers(1)
      let fits = wanted.count == result.shape.count && zip(wanted, result.shape).allSatisfy { $0 == -1 || $0 == $1 }
      guard fits else { throw record.malformed("shape \(result.shape) where its operand says \(wanted)") }
    }
    self.input = input
    self.output = output
    byteCount = given.byteCount
  }
}

/// QUANTIZE from float32, or DEQUANTIZE to it, checked: the edges of a network whose inside is int8.
package struct Conversion: Sendable {
  package let input: Int
  package let output: Int
  package let count: Int
  /// Of the 8-bit side.
  package let scale: Float
  package let zeroPoint: Int32
  /// Whether the 8-bit side is uint8 and not int8.
  package let isUnsigned: Bool

  /// QUANTIZE: float32 to int8 or uint8.
  init(quantisation record: OperatorRecord) throws(NetworkError) {
    let (input, given) = try record.operand(0, anyOf: [.float32])
    let (output, result) = try record.output(anyOf: [.int8, .uint8])
    try self.init(record, input, output, given.shape, eightBit: result)
  }

  /// DEQUANTIZE: int8 or uint8 to float32.
  init(dequantisation record: OperatorRecord) throws(NetworkError) {
    let (input, given) = try record.quantised(0)
    let output = try record.output(anyOf: [.float32]).index
    try self.init(record, input, output, given.shape, eightBit: given)
  }

  private init(
    _ record: OperatorRecord, _ input: Int, _ output: Int, _ shape: [Int], eightBit: Tensor
  ) throws(NetworkError) {
    try record.expectOutput(shape)
    self.input = input
    self.output = output
    count = eightBit.count
    scale = eightBit.scale
    zeroPoint = Int32(eightBit.zeroPoint)
    isUnsigned = eightBit.type == .uint8
  }
}

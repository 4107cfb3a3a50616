#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An operator that turns each byte into another by itself: LOGISTIC, and QUANTIZE from one 8-bit type to another.
package struct Lookup: Sendable {
  package let input: Int
  package let output: Int
  package let count: Int
  /// The result for each of the 256 input bytes, by the byte's bit pattern.
  package let table: [UInt8]

  /// LOGISTIC: 1 / (1 + e⁻ˣ) in single precision, rounded half away from zero, as LiteRT fills its table.
  init(logistic record: OperatorRecord, _ allowance: inout Allowance) throws(NetworkError) {
    let (_, given) = try record.activation(0)
    let (_, result) = try record.output()
    try record.expectProbabilities(result)
    try self.init(record, &allowance) { byte in
      let value = Float(given.scale) * Float(Int(Int8(bitPattern: byte)) - given.zeroPoint)
      let steps = (1 / (1 + exp(-value)) * 256).rounded(.toNearestOrAwayFromZero)
      return UInt8(bitPattern: Int8(clamping: Int(steps) + result.zeroPoint))
    }
  }

  /// QUANTIZE from int8 or uint8 to int8 or uint8.
  init(requantisation record: OperatorRecord, _ allowance: inout Allowance) throws(NetworkError) {
    let (_, given) = try record.quantised(0)
    let (_, result) = try record.output(anyOf: [.int8, .uint8])
    guard let multiplier = FixedPointMultiplier(Double(given.scale) / Double(result.scale)) else {
      throw record.unsupported("its output's scale is too small beside its input's")
    }
    try self.init(record, &allowance) { byte in
      let element = given.type == .int8 ? Int(Int8(bitPattern: byte)) : Int(byte)
      let steps = Int(multiplier(Int32(element - given.zeroPoint))) + result.zeroPoint
      return result.type == .int8 ? UInt8(bitPattern: Int8(clamping: steps)) : UInt8(clamping: steps)
    }
  }

  private init(
    _ record: OperatorRecord, _ allowance: inout Allowance, _ result: (UInt8) -> UInt8
  ) throws(NetworkError) {
    let (input, given) = try record.quantised(0)
    try record.expectOutput(given.shape)
    try allowance.spend(256, at: record.place)
    self.input = input
    output = try record.output(anyOf: [.int8, .uint8]).index
    count = given.count
    table = (UInt8.min...UInt8.max).map(result)
  }
}

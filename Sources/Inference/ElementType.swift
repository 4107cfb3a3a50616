/// What a tensor's elements are. Activations and weights are int8; the others stand at a network's edges (uint8 and
/// float32 before QUANTIZE and after DEQUANTIZE) and in constants (int32, int64).
package enum ElementType: Int8, Equatable, Sendable {
  case float32 = 0
  case int32 = 2
  case uint8 = 3
  case int64 = 4
  case int8 = 9

  /// Bytes an element takes.
  package var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .float32, .int32: 4
    case .int64: 8
    }
  }

  /// What the schema calls the type `number`, so that an error can name one that is not supported.
  static func name(of number: Int8) -> String {
    let names = [
      "float32", "float16", "int32", "uint8", "int64", "string", "bool", "int16", "complex64", "int8", "float64",
      "complex128", "uint64", "resource", "variant", "uint32", "uint16", "int4", "bfloat16",
    ]
    return names.indices.contains(Int(number)) ? names[Int(number)] : "type \(number)"
  }
}

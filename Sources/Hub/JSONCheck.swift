/// Looks through JSON text before the library's decoder does, whatever the bytes are.
///
/// The decoder recurses as deep as the text nests, and that of Swift 6.0 traps on an object's key that it cannot turn into
/// text. So this refuses what is not UTF-8, nesting beyond a limit, and strings that RFC 8259 does not allow or that
/// hold half a surrogate pair.
struct JSONCheck {
  private let bytes: [UInt8]
  private var position = 0

  /// Throws in words when the text must not reach the decoder.
  static func check(_ bytes: [UInt8], depthLimit: Int) throws(JSONFailure) {
    var check = JSONCheck(bytes: bytes)
    try check.run(depthLimit: depthLimit)
  }

  private mutating func run(depthLimit: Int) throws(JSONFailure) {
    // A zero byte makes the decoder take the text for UTF-16 or UTF-32.
    guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else {
      throw JSONFailure(description: "not UTF-8 text")
    }
    var depth = 0
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "\""): try string()
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        guard depth <= depthLimit else { throw JSONFailure(description: "nested more than \(depthLimit) deep") }
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
    }
  }

  /// The rest of a string whose quotation mark was read.
  private mutating func string() throws(JSONFailure) {
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "\""): return
      case UInt8(ascii: "\\"): try escape()
      case 0..<0x20: throw JSONFailure(description: "not JSON: a control character in a string")
      default: break
      }
    }
    throw JSONFailure(description: "not JSON: a string without an end")
  }

  private mutating func escape() throws(JSONFailure) {
    switch next() {
    case UInt8(ascii: "u"):
      let unit = try codeUnit()
      switch unit {
      case 0xD800...0xDBFF:
        guard next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u"), (0xDC00...0xDFFF).contains(try codeUnit())
        else {
          throw JSONFailure(description: "not JSON: half a surrogate pair")
        }
      case 0xDC00...0xDFFF: throw JSONFailure(description: "not JSON: half a surrogate pair")
      default: break
      }
    case let byte? where "\"\\/bfnrt".utf8.contains(byte): break
    default: throw JSONFailure(description: "not JSON: an unknown escape in a string")
    }
  }

  /// Four hexadecimal digits.
  private mutating func codeUnit() throws(JSONFailure) -> Int {
    var unit = 0
    for _ in 0..<4 {
      guard let byte = next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw JSONFailure(description: "not JSON: an unknown escape in a string")
      }
      unit = unit << 4 | digit
    }
    return unit
  }

  private mutating func next() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }
}

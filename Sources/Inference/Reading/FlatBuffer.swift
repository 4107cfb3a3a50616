/// The bytes of a FlatBuffers file, read without trusting them: every access is checked against the end of the file
/// before it is made. Positions are counted in bytes from the file's start.
///
/// Format: https://flatbuffers.dev/internals/
struct FlatBuffer: Sendable {
  let bytes: [UInt8]

  /// The table that the file begins with, after checking the four letters that say what kind of file it is.
  func root(identifier: String) throws(NetworkError) -> FlatTable {
    guard bytes.count >= 8, bytes[4..<8].elementsEqual(identifier.utf8) else {
      throw NetworkError(.malformed, at: "file", "not a .tflite file: bytes 4 to 7 must read \(identifier)")
    }
    return try FlatTable(in: self, at: target(of: 0))
  }

  /// The little-endian integer at `position`.
  func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    at position: Int, as type: Value.Type = Value.self
  ) throws(NetworkError) -> Value {
    try check(position, byteCount: MemoryLayout<Value>.size)
    // Safety: the line above has checked that the value's bytes lie within the file.
    return Value(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Value.self) })
  }

  /// Where the unsigned 32-bit offset that stands at `position` leads: it counts from itself.
  func target(of position: Int) throws(NetworkError) -> Int {
    let target = position + Int(try integer(at: position, as: UInt32.self))
    try check(target, byteCount: 4)
    return target
  }

  /// Throws unless `byteCount` bytes from `position` lie within the file.
  func check(_ position: Int, byteCount: Int) throws(NetworkError) {
    guard position >= 0, byteCount >= 0, byteCount <= bytes.count, position <= bytes.count - byteCount else {
      throw NetworkError(
        .malformed, at: "byte \(position)",
        "\(byteCount) bytes are named here, but the file ends at \(bytes.count): it is cut short or damaged")
    }
  }
}

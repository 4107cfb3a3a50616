/// A vector of a FlatBuffers file: a count, then the elements, all of which lie within the file.
struct FlatVector: Sendable {
  let count: Int
  private let file: FlatBuffer
  private let start: Int
  private let elementSize: Int

  /// The vector that is not there.
  init(in file: FlatBuffer) {
    self.file = file
    count = 0
    start = 0
    elementSize = 1
  }

  init(in file: FlatBuffer, at position: Int, elementSize: Int) throws(NetworkError) {
    self.file = file
    self.elementSize = elementSize
    count = Int(try file.integer(at: position, as: UInt32.self))
    start = position + 4
    // No overflow: 2³² elements of at most 8 bytes.
    try file.check(start, byteCount: count * elementSize)
  }

  /// The vector's bytes, sharing the file's storage.
  var bytes: ArraySlice<UInt8> { file.bytes[start..<start + count * elementSize] }

  func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    _ index: Int, as type: Value.Type = Value.self
  ) throws(NetworkError) -> Value {
    try file.integer(at: start + index * elementSize)
  }

  /// The table that element `index`, an offset, leads to.
  func table(_ index: Int) throws(NetworkError) -> FlatTable {
    try FlatTable(in: file, at: file.target(of: start + index * elementSize))
  }
}

/// One table of a FlatBuffers file: fields by slot, any of which may be absent.
struct FlatTable: Sendable {
  private let file: FlatBuffer
  private let position: Int
  private let directory: Int
  private let directorySize: Int

  init(in file: FlatBuffer, at position: Int) throws(NetworkError) {
    // The signed distance at the table's start leads back to its directory (the format's "vtable").
    let directory = position - Int(try file.integer(at: position, as: Int32.self))
    let size = Int(try file.integer(at: directory, as: UInt16.self))
    try file.check(directory, byteCount: max(size, 4))
    self.file = file
    self.position = position
    self.directory = directory
    directorySize = size
  }

  func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    _ slot: Int, default absent: Value = 0
  ) throws(NetworkError) -> Value {
    guard let field = try field(slot) else { return absent }
    return try file.integer(at: field)
  }

  func flag(_ slot: Int) throws(NetworkError) -> Bool {
    try integer(slot, default: UInt8(0)) != 0
  }

  func float(_ slot: Int) throws(NetworkError) -> Float {
    Float(bitPattern: try integer(slot, default: UInt32(0)))
  }

  func table(_ slot: Int) throws(NetworkError) -> FlatTable? {
    guard let field = try field(slot) else { return nil }
    return try FlatTable(in: file, at: file.target(of: field))
  }

  /// The vector in `slot`, empty where it is absent; its elements take `elementSize` bytes each.
  func vector(_ slot: Int, elementSize: Int) throws(NetworkError) -> FlatVector {
    guard let field = try field(slot) else { return FlatVector(in: file) }
    return try FlatVector(in: file, at: file.target(of: field), elementSize: elementSize)
  }

  /// Where the field in `slot` stands, or nil where the table does not have it.
  private func field(_ slot: Int) throws(NetworkError) -> Int? {
    let entry = 4 + 2 * slot
    guard entry + 2 <= directorySize else { return nil }
    let offset = Int(try file.integer(at: directory + entry, as: UInt16.self))
    return offset == 0 ? nil : position + offset
  }
}

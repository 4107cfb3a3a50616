/// The one thing read from a photograph's EXIF data: which way up it was taken.
enum Exif {
  /// Tag 0x0112 of the first directory, if `segment` (the content of a JPEG APP1 segment) is EXIF data and has a valid one.
  ///
  /// EXIF data are a TIFF file (TIFF 6.0, section 2) after the six bytes `Exif\0\0`.
  static func orientation(in segment: UnsafeRawBufferPointer) -> Orientation? {
    guard segment.starts(with: Array("Exif\0\0".utf8)) else { return nil }
    let file = UnsafeRawBufferPointer(rebasing: segment.dropFirst(6))
    let bigEndian: Bool
    if file.starts(with: Array("II*\0".utf8)) {
      bigEndian = false
    } else if file.starts(with: Array("MM\0*".utf8)) {
      bigEndian = true
    } else {
      return nil
    }

    func number(at offset: Int, bytes count: Int) -> Int? {
      guard offset >= 0, offset <= file.count - count else { return nil }
      let bytes = file[offset..<(offset + count)]
      return (bigEndian ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }

    guard let directory = number(at: 4, bytes: 4), let entries = number(at: directory, bytes: 2) else { return nil }
    for entry in 0..<entries {
      let offset = directory + 2 + entry * 12
      guard let tag = number(at: offset, bytes: 2) else { return nil }
      guard tag == 0x0112 else { continue }
      // One value (count 1) of 16 bits (type 3), which stands in the entry itself.
      guard number(at: offset + 2, bytes: 2) == 3, number(at: offset + 4, bytes: 4) == 1 else { return nil }
      return number(at: offset + 8, bytes: 2).flatMap(Orientation.init)
    }
    return nil
  }
}

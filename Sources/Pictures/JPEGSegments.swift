/// What the segments before a JPEG picture's pixels say, as far as the decoder does not tell it (ITU-T T.81, annex B).
struct JPEGSegments {
  private(set) var orientation = Orientation.upright
  /// The picture comes in several scans, all of which the decoder keeps in memory.
  private(set) var isProgressive = false
  /// Written by a program that follows Adobe's convention, where 255 is "no ink".
  private(set) var hasAdobeMarker = false

  /// Whether the bytes begin as every JPEG picture does.
  static func begin(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count > 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF
  }

  /// Walks the segments up to the pixels; stops quietly where they make no sense, which the decoder then reports.
  init(_ bytes: UnsafeRawBufferPointer) {
    var position = 2
    while position + 4 <= bytes.count, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      switch marker {
      case 0xFF:
        position += 1
        continue
      case 0x01, 0xD0...0xD7:
        position += 2
        continue
      case 0xD9, 0xDA: return
      default: break
      }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      guard length >= 2, position + 2 + length <= bytes.count else { return }
      read(marker, UnsafeRawBufferPointer(rebasing: bytes[(position + 4)..<(position + 2 + length)]))
      position += 2 + length
    }
  }

  private mutating func read(_ marker: UInt8, _ content: UnsafeRawBufferPointer) {
    switch marker {
    case 0xC2, 0xC6, 0xCA, 0xCE: isProgressive = true
    case 0xE1: orientation = Exif.orientation(in: content) ?? orientation
    case 0xEE where content.starts(with: Array("Adobe".utf8)): hasAdobeMarker = true
    default: break
    }
  }
}

import CTurboJPEG
import Domain
import Testing

/// Writes grey JPEG pictures.
enum GreyJpeg {
  /// - Parameter orientation: 1…8 as EXIF counts them; nil for a picture that does not say.
  static func bytes(_ picture: Frame, orientation: UInt8? = nil) throws -> [UInt8] {
    let handle = try #require(tjInitCompress())
    defer { tjDestroy(handle) }
    var bytes: UnsafeMutablePointer<UInt8>?
    var count: UInt = 0
    defer { tjFree(bytes) }
    let status = tjCompress2(
      handle, picture.luma, CInt(picture.width), 0, CInt(picture.height), CInt(TJPF_GRAY.rawValue), &bytes, &count,
      CInt(TJSAMP_GRAY.rawValue), 90, 0)
    try #require(status == 0)
    let whole = Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
    return whole.prefix(2) + (orientation.map(exif) ?? []) + whole.dropFirst(2)
  }

  /// An EXIF segment with the one tag 0x0112, orientation, a 16-bit number.
  private static func exif(orientation: UInt8) -> [UInt8] {
    let tags: [UInt8] =
      Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
    let content = Array("Exif".utf8) + [0, 0] + tags
    return [0xFF, 0xE1, 0, UInt8(content.count + 2)] + content
  }
}

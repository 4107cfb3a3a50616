import Glibc
import System

/// The files that pictures come from.
enum PictureFile {
  /// In bytes; a 100-megapixel photograph has about 50 MiB.
  static let largestSize = 256 << 20

  /// All bytes of a file. Directories, pipes and devices are refused.
  static func bytes(at path: String) throws(PictureError) -> [UInt8] {
    let content: [UInt8]?
    do throws(IOFailure) {
      // Opening a named pipe must not block; it is refused after that.
      let file = try FileDescriptor(opening: path, O_RDONLY | O_NONBLOCK)
      content = try file.withRaw { (raw) throws(IOFailure) in
        var status = stat()
        try valueOrErrno("fstat") { fstat(raw, &status) }
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        return try read(raw, atMost: min(Int(status.st_size), largestSize + 1))
      }
    } catch {
      throw PictureError(.unreadable(IOFailure(error.call, code: error.code)))
    }
    guard let content else { throw PictureError(.notAFile) }
    guard content.count <= largestSize else { throw PictureError(.tooManyBytes(limit: largestSize)) }
    return content
  }

  private static func read(_ raw: CInt, atMost limit: Int) throws(IOFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    var count = 0
    while count < limit {
      let got = try valueOrErrno("read") {
        bytes.withUnsafeMutableBytes { Glibc.read(raw, $0.baseAddress! + count, limit - count) }
      }
      guard got > 0 else { break }
      count += got
    }
    return Array(bytes.prefix(count))
  }

  /// What the first bytes of a file look like, in words.
  static func looks(_ bytes: UnsafeRawBufferPointer) -> String {
    func has(_ text: StaticString, at offset: Int = 0) -> Bool {
      bytes.count >= offset + text.utf8CodeUnitCount
        && bytes[offset..<(offset + text.utf8CodeUnitCount)].elementsEqual(
          UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
    if has("GIF8") { return "this is a GIF picture" }
    if has("RIFF"), has("WEBP", at: 8) { return "this is a WebP picture" }
    if has("ftyphei", at: 4) || has("ftyphev", at: 4) || has("ftypmif1", at: 4) { return "this is a HEIC picture" }
    if has("ftypavif", at: 4) { return "this is an AVIF picture" }
    if has("II*\0") || has("MM\0*") { return "this is a TIFF picture" }
    if has("BM") { return "this looks like a BMP picture" }
    if has("%PDF") { return "this is a PDF document" }
    let isText = bytes.prefix(512).allSatisfy { (0x20...0x7E).contains($0) || (0x09...0x0D).contains($0) || $0 >= 0x80 }
    return isText ? "this looks like text" : "this is something else"
  }
}

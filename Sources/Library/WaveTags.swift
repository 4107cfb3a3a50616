import Glibc
import System

/// The tags that WAV files have of their own: RIFF's INFO list (IBM and Microsoft, "Multimedia Programming Interface and Data
/// Specifications 1.0", 1991), which TagLib's C interface leaves out.
///
/// The file comes from outside: only so many chunks are looked at, and so much of one.
enum WaveTags {
  private static let mostChunks = 100
  private static let mostBytes = 65_536

  /// Nil when the file cannot be read, is no WAV or has no such list.
  static func tags(ofFileAt path: String) -> SongTags? {
    guard let file = try? FileDescriptor(openingWithoutLinks: path, O_RDONLY | O_NONBLOCK | O_NOCTTY) else {
      return nil
    }
    return file.withRaw { raw in
      guard let head = bytes(12, at: 0, of: raw), name(head[...]) == "RIFF", name(head[8...]) == "WAVE" else {
        return nil
      }
      var place = 12
      for _ in 0..<mostChunks {
        guard let chunk = bytes(12, at: place, of: raw) else { return nil }
        let size = size(chunk[4...])
        if name(chunk[...]) == "LIST", name(chunk[8...]) == "INFO" {
          return bytes(min(size, mostBytes) - 4, at: place + 12, of: raw).map { tags(in: $0) }
        }
        place += 8 + size + size % 2
      }
      return nil
    }
  }

  private static func tags(in list: [UInt8]) -> SongTags {
    var tags = SongTags()
    var rest = list[...]
    while rest.count > 8 {
      let (name, size) = (name(rest), size(rest.dropFirst(4)))
      let text = SongTags.cleaned(text(rest.dropFirst(8).prefix(size)))
      switch name {
      case "INAM": tags.title = text
      case "IART": tags.artist = text
      case "IPRD": tags.album = text
      case "IGNR": tags.genre = text
      case "ICRD": tags.year = number(text.prefix(4))
      case "ITRK", "IPRT": tags.number = number(text.prefix { $0.isNumber })
      default: break
      }
      rest = rest.dropFirst(8 + size + size % 2)
    }
    return tags
  }

  /// Nobody says in what it is written: what is no UTF-8 is read as Latin-1, as old programs wrote it.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let bytes = bytes.prefix { $0 != 0 }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  private static func number(_ text: Substring) -> Int? { Int(text).flatMap { (1...9999).contains($0) ? $0 : nil } }

  private static func name(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes.prefix(4), as: UTF8.self) }

  private static func size(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// `pread(2)`; nil when there are fewer.
  private static func bytes(_ count: Int, at place: Int, of file: CInt) -> [UInt8]? {
    guard count > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    let read = pread(file, &bytes, count, place)
    return read == count ? bytes : nil
  }
}

/// A WAV file of a quiet tone: 16 bit, mono, 8 kHz, with an ID3v2 tag. No two pitches make the same file.
struct Wav {
  var pitch = 440
  var milliseconds = 100
  var title: [UInt8] = []
  var artist: [UInt8] = []
  /// Tags that not every song has, by name.
  var others: [(name: String, value: String)] = []
  /// A LIST chunk of RIFF's own tags, such as IART, instead of ID3.
  var info: [(name: String, text: String)] = []

  init(pitch: Int = 440, milliseconds: Int = 100, title: String = "", artist: String = "") {
    self.pitch = pitch
    self.milliseconds = milliseconds
    self.title = Array(title.utf8)
    self.artist = Array(artist.utf8)
  }

  var bytes: [UInt8] {
    let samples: [UInt8] = (0..<milliseconds * 8).flatMap { place -> [UInt8] in
      let half: Int = place * pitch * 2 / 8_000 % 2
      let sample = Int16(half * 4_000 - 2_000 + pitch)
      return Self.little(UInt16(bitPattern: sample))
    }
    let format: [UInt8] = Self.little(UInt16(1)) + Self.little(UInt16(1)) + Self.little(UInt32(8_000))
    let rates: [UInt8] = Self.little(UInt32(16_000)) + Self.little(UInt16(2)) + Self.little(UInt16(16))
    let frames: [UInt8] =
      frame("TIT2", title) + frame("TPE1", artist)
      + others.flatMap { frame("TXXX", Array($0.name.utf8) + [0] + Array($0.value.utf8)) }
    let tag: [UInt8] = Array("ID3".utf8) + [4, 0, 0] + Self.sevenBits(frames.count) + frames
    let texts: [UInt8] = info.flatMap { chunk($0.name, Array($0.text.utf8) + [0]) }
    let tags: [UInt8] = info.isEmpty ? chunk("id3 ", tag) : chunk("LIST", Array("INFO".utf8) + texts)
    let chunks: [UInt8] = chunk("fmt ", format + rates) + tags + chunk("data", samples)
    return chunk("RIFF", Array("WAVE".utf8) + chunks)
  }

  /// A text frame of ID3v2.4, which says that it is UTF-8.
  private func frame(_ name: String, _ text: [UInt8]) -> [UInt8] {
    text.isEmpty ? [] : Array(name.utf8) + Self.sevenBits(text.count + 1) + [0, 0, 3] + text
  }

  /// Sizes in ID3v2 are big endian with seven bits a byte.
  private static func sevenBits(_ number: Int) -> [UInt8] {
    [21, 14, 7, 0].map { UInt8(number >> $0 & 0x7F) }
  }

  private func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let padding = [UInt8](repeating: 0, count: content.count % 2)
    return Array(name.utf8) + Self.little(UInt32(content.count)) + content + padding
  }

  private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}

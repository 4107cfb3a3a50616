/// A WAV file of 16-bit mono samples with an ID3v2.4 tag in a chunk of its own, which every version of TagLib reads.
struct TaggedWav {
  let sampleRate: Int
  let title: String
  let artist: String

  func bytes(_ samples: [Float]) -> [UInt8] {
    let rate = UInt32(sampleRate)
    let format =
      little(UInt16(1)) + little(UInt16(1)) + little(rate) + little(rate * 2) + little(UInt16(2)) + little(UInt16(16))
    let frames = frame("TIT2", title) + frame("TPE1", artist)
    let tag = Array("ID3".utf8) + [4, 0, 0] + sevenBits(frames.count) + frames
    var data: [UInt8] = []
    data.reserveCapacity(samples.count * 2)
    for sample in samples {
      let value = UInt16(bitPattern: Int16((min(max(sample, -1), 1) * 32_767).rounded()))
      data.append(UInt8(truncatingIfNeeded: value))
      data.append(UInt8(truncatingIfNeeded: value >> 8))
    }
    return chunk("RIFF", Array("WAVE".utf8) + chunk("fmt ", format) + chunk("id3 ", tag) + chunk("data", data))
  }

  private func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    Array(name.utf8) + little(UInt32(content.count)) + content + Array(repeating: 0, count: content.count % 2)
  }

  /// A text frame; 3 says that it is UTF-8.
  private func frame(_ name: String, _ text: String) -> [UInt8] {
    Array(name.utf8) + sevenBits(text.utf8.count + 1) + [0, 0, 3] + Array(text.utf8)
  }

  /// Sizes in ID3v2 are big-endian with seven bits a byte.
  private func sevenBits(_ number: Int) -> [UInt8] { [21, 14, 7, 0].map { UInt8(number >> $0 & 0x7F) } }

  private func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}

/// The first 44 bytes of a WAV file: RIFF, `fmt ` and `data` chunks for interleaved 16-bit stereo
/// (Multimedia Programming Interface and Data Specifications 1.0, IBM and Microsoft, 1991).
struct WavHeader {
  static let length = 44
  static let bytesPerFrame = 4

  let sampleRate: Int
  let frames: Int

  var bytes: [UInt8] {
    // Its sizes are 32 bits wide: a longer recording keeps the largest, and readers play what is there.
    let data = UInt32(clamping: min(frames * Self.bytesPerFrame, Int(UInt32.max) - Self.length))
    let rate = UInt32(clamping: sampleRate)
    return Array("RIFF".utf8) + little(data + 36) + Array("WAVEfmt ".utf8) + little(UInt32(16))
      + little(UInt16(1)) + little(UInt16(2)) + little(rate) + little(rate * UInt32(Self.bytesPerFrame))
      + little(UInt16(Self.bytesPerFrame)) + little(UInt16(16)) + Array("data".utf8) + little(data)
  }

  private func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
  private func little(_ value: UInt16) -> [UInt8] { (0..<2).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
}

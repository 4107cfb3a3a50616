import CSndfile
import FoundationEssentials
import Glibc

/// A folder for songs that a test makes, gone when the test is over.
final class TestSongs {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("moodbox-songs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  func bytes(of path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

  /// A WAV file of 16-bit samples, written by hand so that every byte of it may be wrong.
  func wav(
    _ samples: [Float], rate: UInt32 = 48_000, channels: UInt16 = 2, claiming: Int? = nil
  ) throws -> String {
    var data: [UInt8] = []
    data.reserveCapacity(samples.count * 2)
    for sample in samples {
      let value = Int16((sample * 32_767).rounded())
      data.append(UInt8(truncatingIfNeeded: value))
      data.append(UInt8(truncatingIfNeeded: value >> 8))
    }
    let size = UInt32(truncatingIfNeeded: claiming ?? data.count)
    var header = Array("RIFF".utf8) + little(size &+ 36, 4)
    header += Array("WAVEfmt ".utf8) + little(UInt32(16), 4) + little(UInt16(1), 2) + little(channels, 2)
    header += little(rate, 4) + little(rate &* UInt32(channels) &* 2, 4) + little(channels &* 2, 2)
    header += little(UInt16(16), 2) + Array("data".utf8) + little(size, 4)
    return try file("song.wav", header + data)
  }

  /// A file of any kind that libsndfile writes.
  func encoded(_ name: String, format: Int, _ samples: [Float], rate: Int32 = 48_000, channels: Int32 = 2) -> String? {
    var info = SF_INFO()
    info.samplerate = rate
    info.channels = channels
    info.format = Int32(format)
    guard let handle = sf_open(path(name), Int32(SFM_WRITE), &info) else { return nil }
    sf_writef_float(handle, samples, sf_count_t(samples.count / Int(channels)))
    sf_close(handle)
    return path(name)
  }

  private func little(_ value: some FixedWidthInteger, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}

/// Interleaved stereo of one tone in the left channel and another in the right.
func tones(_ left: Double, _ right: Double, seconds: Double, rate: Int = 48_000, amplitude: Double = 0.5) -> [Float] {
  var samples = [Float](repeating: 0, count: Int(seconds * Double(rate)) * 2)
  for frame in 0..<samples.count / 2 {
    let angle = 2 * Double.pi * Double(frame) / Double(rate)
    samples[frame * 2] = Float(amplitude * sin(left * angle))
    samples[frame * 2 + 1] = Float(amplitude * sin(right * angle))
  }
  return samples
}

/// Similarity of two signals whatever their loudness, −1…1.
func correlation(_ one: [Float], _ other: [Float]) -> Float {
  let count = min(one.count, other.count)
  var (product, squares, otherSquares): (Float, Float, Float) = (0, 0, 0)
  for index in 0..<count {
    product += one[index] * other[index]
    squares += one[index] * one[index]
    otherSquares += other[index] * other[index]
  }
  return product / max((squares * otherSquares).squareRoot(), .leastNormalMagnitude)
}

/// How much of a sound's power is one tone's, 0…1.
func share(of tone: Double, in samples: [Float], rate: Double = 48_000) -> Double {
  var (real, imaginary, power) = (0.0, 0.0, 0.0)
  for (frame, sample) in samples.enumerated() {
    let angle = 2 * Double.pi * tone * Double(frame) / rate
    real += Double(sample) * cos(angle)
    imaginary += Double(sample) * sin(angle)
    power += Double(sample * sample)
  }
  return 2 * (real * real + imaginary * imaginary) / (power * Double(samples.count))
}

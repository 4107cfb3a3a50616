import FoundationEssentials

/// ALSA's own plug-in that writes down what is played, and what it wrote.
struct SoundFile {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("moodbox-alsa-\(UUID().uuidString)").path

  var device: String { "file:FILE=\(path),FORMAT=raw" }

  /// What was played, as whole numbers of so many bytes; the file is gone after that.
  func played<Sample: FixedWidthInteger>(as: Sample.Type = Int16.self) throws -> [Sample] {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let size = Sample.bitWidth / 8
    return stride(from: 0, to: bytes.count - size + 1, by: size).map { start in
      bytes[start..<(start + size)].reversed().reduce(0) { $0 << 8 | Sample(truncatingIfNeeded: $1) }
    }
  }
}

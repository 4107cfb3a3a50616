import FoundationEssentials
import Testing

@testable import SimulatedDevices

@Suite("A WAV file sink")
struct WavFileSinkTests {
  private let path = FileManager.default.temporaryDirectory.appendingPathComponent("moodbox-\(UUID().uuidString).wav")
    .path

  @Test("leaves a proper file after every write, whoever kills the process then")
  func complete() async throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let sink = try WavFileSink(path: path, sampleRate: 44_100)
    try await sink.write([0, 0.5, -0.5, 1], at: 44_100)
    try await sink.write([2, -2, .nan, 0.25], at: 44_100)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(bytes.count == 44 + 16)
    #expect(bytes[0..<4].elementsEqual("RIFF".utf8) && bytes[8..<16].elementsEqual("WAVEfmt ".utf8))
    #expect(bytes[4] == 36 + 16 && bytes[40] == 16, "both sizes follow the data")
    #expect(Int(bytes[24]) + Int(bytes[25]) << 8 == 44_100)
    let samples = stride(from: 44, to: 60, by: 2).map {
      Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
    }
    #expect(samples == [0, 16_384, -16_384, 32_767, 32_767, -32_768, 0, 8_192])
  }

  @Test("does not empty a recording that another box is making")
  func busy() async throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let sink = try WavFileSink(path: path)
    try await sink.write([0.5, 0.5], at: 48_000)
    #expect(throws: WavFileSink.BusyFile.self) { _ = try WavFileSink(path: path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 48)
    _ = sink
  }

  @Test("says which file it cannot write")
  func refuses() {
    #expect {
      _ = try WavFileSink(path: "/nowhere/at/all.wav")
    } throws: {
      "\($0)" == "/nowhere/at/all.wav: open: No such file or directory (errno 2)"
    }
  }
}

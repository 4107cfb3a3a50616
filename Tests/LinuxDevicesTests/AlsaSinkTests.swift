import Appliance
import Devices
import Domain
import FoundationEssentials
import Library
import SimulatedDevices
import Testing

@testable import LinuxDevices

@Suite("An ALSA sink", .timeLimit(.minutes(1)))
struct AlsaSinkTests {
  private let path = FileManager.default.temporaryDirectory.appendingPathComponent("moodbox-alsa-\(UUID().uuidString)")
    .path

  /// ALSA's own plug-in that writes down what is played.
  private var device: String { "file:FILE=\(path),FORMAT=raw" }

  private func played() throws -> [Int16] {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    return stride(from: 0, to: bytes.count - 1, by: 2).map {
      Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
    }
  }

  @Test("plays the very samples, rounded to 16 bits, as loud as can be where they are too loud")
  func exact() async throws {
    let sink = AlsaSink(device: device)
    let samples = (0..<20_000).map { Float($0 - 10_000) / 9_000 }
    for start in stride(from: 0, to: 20_000, by: 2_500) {
      try await sink.write(Array(samples[start..<(start + 2_500)]))
    }
    try await sink.write([.nan, .infinity, -.infinity, 0.5])
    try await sink.drain()
    let expected = samples.map { Int16(max(-32_768, min(32_767, ($0 * 32_768).rounded()))) }
    #expect(try played() == expected + [0, 32_767, -32_768, 16_384])
  }

  @Test("has nothing unheard and nothing to take back on a device without a clock", arguments: [true, false])
  func clockless(file: Bool) async throws {
    let sink = AlsaSink(device: file ? device : "null")
    try await sink.write(Array(repeating: 0.1, count: 9_600))
    #expect(await sink.delay() == 0)
    #expect(await sink.takeBack(atMost: 48_000) == 0)
    await sink.drop()
    if file { #expect(try played().count == 9_600) }
  }

  @Test("opens anew after drop and drain, and neither minds a closed device")
  func reopens() async throws {
    let sink = AlsaSink(device: "null", sampleRate: 44_100)
    await sink.drop()
    try await sink.drain()
    for _ in 0..<3 {
      try await sink.write(Array(repeating: 0, count: 882))
      try await sink.drain()
      try await sink.write(Array(repeating: 0, count: 882))
      await sink.drop()
    }
  }

  @Test("says which device cannot be opened, why, and how to find one, at every write")
  func missing() async throws {
    let sink = AlsaSink(device: "hw:CARD=nowhere")
    for _ in 0..<2 {
      await #expect {
        try await sink.write([0, 0])
      } throws: {
        // "No such device", or "No such file or directory" where the kernel has no sound at all.
        "\($0)".hasPrefix("hw:CARD=nowhere: snd_pcm_open: No such ")
          && "\($0)".hasSuffix("; `aplay -L` lists the devices there are")
      }
    }
    #expect(await sink.delay() == 0)
    #expect(await sink.takeBack(atMost: 48_000) == 0)
  }

  @Test("plays in real time through a paced sink: what the player plays is the song")
  func playsSong() async throws {
    let folder = path + "-music"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let samples = (0..<48_000).map { Float(($0 * 7_919) % 10_007) / 20_014 - 0.25 }
    try await WavFileSink(path: folder + "/song.wav").write(samples)
    let track = Track(id: 1, path: "song.wav", title: "Song", duration: .milliseconds(500))

    let clock = ManualClock(runsAhead: true)
    let player = Player(
      sink: PacedSink(AlsaSink(device: device), clock: clock), music: MusicFolder(path: folder),
      settings: PlayerSettings(startVolume: 100, targetLoudness: nil), now: { clock.now.sinceStart })
    let running = Task { await player.run() }
    await player.play([Recommendation(track: track, score: 1, reason: "")])
    for await event in player.events where event == .queueEmpty { break }
    running.cancel()
    await running.value
    #expect(clock.now.sinceStart >= .milliseconds(500), "it took the time that the song takes")
    let played = try played()
    #expect(played.count >= 48_000)
    #expect(zip(played, samples).dropFirst(960).allSatisfy { abs(Float($0) - $1 * 32_768) <= 1 })
  }
}

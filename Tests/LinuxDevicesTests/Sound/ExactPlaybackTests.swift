import Appliance
import Domain
import FoundationEssentials
import Library
import SimulatedDevices
import Testing

@testable import LinuxDevices

/// The player with everything behind it that a box has, down to ALSA.
@Suite("What the player plays through ALSA", .timeLimit(.minutes(1)))
struct ExactPlaybackTests {
  private let file = SoundFile()
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "moodbox-exact-\(UUID().uuidString)"
  )
  .path
  /// Noise of 16 bits that begins with a loud sample: half a second of an album.
  private let samples = (0..<48_000).map { Int16(truncatingIfNeeded: ($0 &+ 1) &* 40_503) }

  /// The album cut into songs.
  private func album(cutAt frames: [Int]) async throws -> [Recommendation] {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var songs: [Recommendation] = []
    for (start, end) in zip([0] + frames, frames + [samples.count / 2]) {
      let id = Int64(songs.count + 1)
      let sink = try WavFileSink(path: "\(folder)/\(id).wav", sampleRate: 44_100)
      try await sink.write(samples[(start * 2)..<(end * 2)].map { Float($0) / 32_768 }, at: 44_100)
      let track = Track(id: id, path: "\(id).wav", title: "Song", duration: .milliseconds(500))
      songs.append(Recommendation(track: track, score: 1, reason: ""))
    }
    return songs
  }

  private func played(_ songs: [Recommendation], settings: PlayerSettings) async throws -> [Int16] {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let clock = ManualClock(runsAhead: true)
    let sink = AlsaSink(device: file.device, rates: [48_000, 44_100], formats: [.s16])
    let player = Player(
      sink: PacedSink(sink, clock: clock), music: MusicFolder(path: folder), settings: settings,
      now: { clock.now.sinceStart })
    let running = Task { await player.run() }
    await player.play(songs)
    for await event in player.events where event == .queueEmpty { break }
    running.cancel()
    await running.value
    #expect(clock.now.sinceStart >= .milliseconds(500), "it took the time that the songs take")
    #expect(sink.underruns == 0)
    return try file.played()
  }

  @Test(
    "at full volume it is the file bit for bit, and an album cut into songs is the album",
    arguments: [[], [7_001, 7_002, 18_000]])
  func exact(cuts: [Int]) async throws {
    let settings = PlayerSettings(startVolume: 100, levelling: .off)
    let played = try await played(try await album(cutAt: cuts), settings: settings)
    #expect(played.count >= samples.count)
    #expect(Array(played.prefix(samples.count)) == samples)
    #expect(played.dropFirst(samples.count).allSatisfy { $0 == 0 })
  }

  @Test("at half volume it is an eighth as loud, with dither and nothing else")
  func quiet() async throws {
    let settings = PlayerSettings(startVolume: 50, levelling: .off)
    let played = try await played(try await album(cutAt: []), settings: settings)
    let errors: [Double] = zip(played, samples).map { Double($0) - Double($1) / 8 }
    #expect(errors.allSatisfy { abs($0) <= 1.5 })
    let power: Double = errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)
    #expect(abs(power - 0.25) < 0.01)
  }
}

import Domain
import FoundationEssentials
import Glibc
import Library
import SimulatedDevices
import Testing

@testable import Appliance

@Suite("The player's volume", .timeLimit(.minutes(1)))
struct PlayerVolumeTests {
  @Test("starts at 40 and stays within its cap")
  func cap() async throws {
    let bench = try PlayerBench(settings: PlayerSettings(volumeCap: 70))
    #expect(await bench.player.status.volume == 40)
    for (wish, volume) in [(100, 70), (-3, 0), (55, 55)] {
      await bench.player.setVolume(wish)
      #expect(await bench.player.status.volume == volume)
    }
    let quiet = try PlayerBench(settings: PlayerSettings(startVolume: 90, volumeCap: 20))
    #expect(await quiet.player.status.volume == 20)
  }

  @Test("changes what is heard at once, and smoothly, though half a second is in the card's buffer")
  func quick() async throws {
    let bench = try PlayerBench(buffer: 24_000)
    let song = try await bench.song(1, tone: 440, seconds: 5)
    try await bench.run { player, news in
      await bench.play([song], until: 24_000)
      await player.setVolume(50)
      #expect(await news.nextStatus()?.volume == 100)
      await bench.untilTakenBack(1)
      await bench.sink.listen(frames: 12_000)
      await bench.sink.wait { $0.isFull }
      await player.setMuted(true)
      await bench.untilTakenBack(2)
      await bench.sink.listen(frames: 12_000)
      #expect(await player.status.muted)
      let (heard, whole) = (await bench.sink.heard, bench.samples(tone: 440, seconds: 5))
      #expect(heard.largestStep < 0.05)
      #expect(Array(heard[60_000..<72_000]).isNear(whole[60_000..<72_000].map { $0 / 8 }), "50 is an eighth")
      #expect(heard[90_000...].allSatisfy { $0 == 0 })
    }
  }

  @Test("may change while the song before is still fading out")
  func duringFade() async throws {
    let bench = try PlayerBench(buffer: 24_400)
    let songs = try await bench.songs(tones: 440, 330, seconds: 5)
    try await bench.run { player, _ in
      await bench.play([songs[0]], until: 24_000)
      await player.play([songs[1]])
      await bench.untilTakenBack(1)
      await bench.sink.wait { $0.isFull }
      await player.setVolume(50)
      // Of the 480 frames of the fade 380 are still to be heard.
      await bench.sink.allow(frames: 100)
      await bench.sink.wait { $0.returns == 2 }
      await bench.sink.listen(frames: 12_000)
      let (heard, second) = (await bench.sink.heard, bench.samples(tone: 330, seconds: 5))
      #expect(heard.largestStep < 0.05)
      let beginning = (24_000 + 2_400 + 480) * 2
      #expect(Array(heard[(beginning + 2_000)...].prefix(8_000)).isNear(second[2_000..<10_000].map { $0 / 8 }))
    }
  }

  @Test("brings songs to one loudness, but never above full scale, neither in samples nor between them")
  func loudness() async throws {
    func peak(loudness: Float?, truePeak: Float? = nil, volume: Int) async throws -> Float {
      let bench = try PlayerBench(settings: PlayerSettings(startVolume: volume))
      let song = try await bench.song(1, tone: 440, seconds: 0.2, loudness: loudness, peak: truePeak)
      return try await bench.heard(of: [song]).map(abs).max() ?? 0
    }
    #expect(abs(try await peak(loudness: -12, volume: 100) - 0.5 * 0.501) < 0.002, "6 dB down")
    #expect(abs(try await peak(loudness: nil, volume: 100) - 0.5 * 0.398) < 0.002, "not measured: 8 dB down")
    #expect(abs(try await peak(loudness: -24, volume: 50) - 0.0625 * 1.995) < 0.002, "6 dB up")
    #expect(abs(try await peak(loudness: -40, volume: 100) - 0.5) < 0.002, "no room for more")
    #expect(abs(try await peak(loudness: -40, truePeak: 3, volume: 100) - 0.5 * 0.708) < 0.002, "3 dB less room")
  }

  @Test(
    "brings a song that was not measured yet to that loudness by its tags",
    .enabled(if: TagReader.knowsLoudness, "TagLib 1 does not tell of these tags"))
  func taggedLoudness() async throws {
    func heard(_ levelling: PlayerSettings.Levelling) async throws -> [Float] {
      let bench = try PlayerBench(settings: PlayerSettings(startVolume: 100, levelling: levelling))
      try PlayerBench.fixture("tagged.flac").write(to: bench.folder.appendingPathComponent("1.flac"))
      return try await bench.heard(of: [bench.recommendation(1, path: "1.flac")])
    }
    let plain = try await heard(.off)
    #expect(plain.map(abs).max() ?? 0 > 0.2)
    for (levelling, gain) in [(PlayerSettings.Levelling.track, Float(-7.5)), (.album, -6)] {
      let factor = pow(10, gain / 20)
      #expect(try await heard(levelling).isNear(plain.map { $0 * factor }))
    }
  }
}

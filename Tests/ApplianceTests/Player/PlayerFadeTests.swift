import Domain
import FoundationEssentials
import Glibc
import SimulatedDevices
import Testing

@testable import Appliance

@Suite("The player's fades", .timeLimit(.minutes(1)))
struct PlayerFadeTests {
  private static func settings(crossfade: Duration) -> PlayerSettings {
    PlayerSettings(startVolume: 100, levelling: .off, crossfade: crossfade)
  }

  @Test("let other music begin under what plays, in weights that add up to one")
  func crossfades() async throws {
    let bench = try PlayerBench(buffer: 24_000, settings: Self.settings(crossfade: .milliseconds(500)))
    let songs = try await bench.songs(tones: 440, 500, seconds: 5)
    try await bench.run { player, news in
      await bench.play([songs[0]], until: 24_000)
      #expect(await news.next() == .trackStarted(songs[0]))
      await player.play([songs[1]])
      await bench.sink.allow(frames: 2_400)
      guard case .trackEnded(songs[0], .stopped, _) = await news.next() else { return #expect(Bool(false)) }
      await bench.sink.listen(frames: 36_000)
      #expect(await news.next() == .trackStarted(songs[1]))
    }
    let heard = await bench.sink.heard
    let (first, second) = (bench.samples(tone: 440, seconds: 2), bench.samples(tone: 500, seconds: 2))
    #expect(heard.largestStep < 0.04, "no click: the tones' own steps are 0.033")
    // It begins where the sink stood when it gave its buffer back.
    let isFaded = (24_000...26_400).contains { start in
      guard Array(heard[((start + 24_000) * 2)...].prefix(400)).isNear(second[48_000...]) else { return false }
      return (0..<24_000).allSatisfy { frame in
        let sine = Float(sin(Double.pi / 2 * Double(frame) / 24_000))
        let mix = first[(start + frame) * 2] * (1 - sine * sine) + second[frame * 2] * sine * sine
        return abs(heard[(start + frame) * 2] - mix) < 0.001
      } && heard.prefix(start * 2).elementsEqual(first.prefix(start * 2)) { abs($0 - $1) < 0.001 }
    }
    #expect(isFaded)
  }

  @Test("obey volume and mute while one song fades into the other, and can be faded over themselves")
  func duringCrossfade() async throws {
    let bench = try PlayerBench(buffer: 4_800, settings: Self.settings(crossfade: .seconds(1)))
    let songs = try await bench.songs(tones: 440, 500, 330, seconds: 5)
    try await bench.run { player, _ in
      await player.play([songs[0]])
      await bench.sink.listen(frames: 9_600)
      await player.play([songs[1]])
      await bench.sink.listen(frames: 14_400)
      await player.play([songs[2]])
      await bench.sink.listen(frames: 14_400)
      await player.setMuted(true)
      await bench.sink.listen(frames: 14_400)
    }
    let heard = await bench.sink.heard
    #expect(heard.largestStep < 0.04)
    let isSilent = heard.suffix(8_000).allSatisfy { $0 == 0 }
    #expect(isSilent)
  }

  @Test("take the music away over 300 ms when it is stopped")
  func stops() async throws {
    let bench = try PlayerBench(buffer: 24_000)
    let song = try await bench.song(1, tone: 440, seconds: 5)
    try await bench.run { player, news in
      await bench.play([song], until: 24_000)
      await player.stop()
      await bench.untilClosed()
    }
    let heard = await bench.sink.heard
    #expect(heard.largestStep < 0.04)
    let end = heard.count / 2
    #expect(end >= 24_000 + 14_400 && end <= 24_000 + 14_400 + 2_400)
    let whole = bench.samples(tone: 440, seconds: 2)
    for frame in stride(from: end - 14_000, to: end, by: 1_000) {
      let gain = Float(end - frame) / 14_400
      #expect(abs(heard[frame * 2] - whole[frame * 2] * gain) < 0.001)
    }
  }

  @Test("are needless where a song begins: its very first sample is heard")
  func noFadeAtBeginnings() async throws {
    let bench = try PlayerBench()
    let song = try await bench.song(1, tone: 440, seconds: 0.1)
    let isWhole = try await bench.heard(of: [song]).isNear(bench.samples(tone: 440, seconds: 0.1))
    #expect(isWhole)
  }
}

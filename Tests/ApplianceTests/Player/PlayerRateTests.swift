import Audio
import Domain
import FoundationEssentials
import Glibc
import SimulatedDevices
import Testing

@testable import Appliance

@Suite("The player and the card's rates", .timeLimit(.minutes(1)))
struct PlayerRateTests {
  @Test("plays each song at the rate of its file where the card can: no sample is touched")
  func native() async throws {
    let bench = try PlayerBench(rates: [48_000, 44_100])
    let songs = [
      try await bench.song(1, tone: 440, seconds: 0.2, rate: 44_100),
      try await bench.song(2, tone: 500, seconds: 0.2, rate: 44_100),
      try await bench.song(3, tone: 500, seconds: 0.1, rate: 48_000),
    ]
    try await bench.run { player, news in
      await player.play(songs)
      for song in songs {
        #expect(await news.next() == .trackStarted(song))
        guard case .trackEnded(song, .finished, _) = await news.next() else { return #expect(Bool(false)) }
      }
      #expect(await news.next() == .queueEmpty)
    }
    let heard = await bench.sink.heard
    let expected =
      bench.samples(tone: 440, seconds: 0.2, rate: 44_100) + bench.samples(tone: 500, seconds: 0.2, rate: 44_100)
    #expect(heard.isNear(expected))
    #expect(Array(heard.suffix(9_600)).isNear(bench.samples(tone: 500, seconds: 0.1)))
    #expect(await bench.sink.rate == 48_000)
    #expect(await bench.sink.closings >= 2, "the card is opened anew for another rate")
  }

  @Test("joins an album cut into songs to the sample, also where the card needs another rate")
  func resampledAlbum() async throws {
    let whole = try PlayerBench(rates: [48_000])
    let cut = try PlayerBench(rates: [48_000])
    // One sweep, whole and in three parts.
    let samples = (0..<44_100).flatMap { frame -> [Float] in
      let time = Double(frame) / 44_100
      let phase: Double = 2 * Double.pi * (200 + 4_000 * time) * time
      let sample = Float(0.5 * sin(phase))
      return [sample, -sample]
    }
    func song(_ bench: PlayerBench, _ id: Int64, _ range: Range<Int>) async throws -> Recommendation {
      let file = try WavFileSink(path: bench.folder.appendingPathComponent("\(id).wav").path, sampleRate: 44_100)
      try await file.write(Array(samples[(range.lowerBound * 2)..<(range.upperBound * 2)]), at: 44_100)
      return bench.recommendation(id)
    }
    let one = try await whole.heard(of: [try await song(whole, 1, 0..<44_100)])
    let parts = [
      try await song(cut, 1, 0..<10_007), try await song(cut, 2, 10_007..<10_300),
      try await song(cut, 3, 10_300..<44_100),
    ]
    #expect(try await cut.heard(of: parts) == one)
  }

  @Test("begins anew at the same place when another card stands in the place of the lost one")
  func otherCard() async throws {
    let bench = try PlayerBench(rates: [44_100], buffer: 8_820)
    let song = try await bench.song(1, tone: 440, seconds: 3, rate: 44_100)
    try await bench.run { player, news in
      await player.play([song])
      await bench.sink.listen(frames: 44_100)
      #expect(await news.next() == .trackStarted(song))
      await bench.sink.unplug()
      #expect(await news.next() == .sinkLost(reason: "the simulated sound card is unplugged"))
      let before = await bench.sink.heard.count
      await bench.sink.plugIn(rates: [48_000])
      await bench.clock.advanceToNextDeadline()
      #expect(await news.next() == .sinkBack)
      await bench.sink.listen(frames: 12_000)
      #expect(await bench.sink.rate == 48_000)
      let place = await player.status.position
      // A second, a quarter of one, and at most what the lost card held or was about to get.
      #expect(place >= .milliseconds(1_000) && place < .milliseconds(1_550))
      #expect(await bench.sink.heard.count >= before + 24_000)
    }
  }
}

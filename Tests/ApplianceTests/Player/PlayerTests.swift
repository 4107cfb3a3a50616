import Audio
import Domain
import SimulatedDevices
import Testing

@testable import Appliance

@Suite("The player", .timeLimit(.minutes(1)))
struct PlayerTests {
  @Test("plays a list to its end, song after song without a gap, and says so")
  func playsList() async throws {
    let bench = try PlayerBench()
    let songs = [try await bench.song(1, tone: 440, seconds: 0.3), try await bench.song(2, tone: 500, seconds: 0.21)]
    try await bench.run { player, news in
      await player.play(songs)
      #expect(await news.next() == .trackStarted(songs[0]))
      #expect(await news.next() == .trackEnded(songs[0], .finished, at: .milliseconds(300)))
      #expect(await news.next() == .trackStarted(songs[1]))
      #expect(await news.next() == .trackEnded(songs[1], .finished, at: .milliseconds(210)))
      #expect(await news.next() == .queueEmpty)
      #expect(await player.status.state == .stopped)
    }
    let heard = await bench.sink.heard
    let expected = bench.samples(tone: 440, seconds: 0.3) + bench.samples(tone: 500, seconds: 0.21)
    #expect(heard.count == expected.count, "no gap and no silence")
    #expect(heard.isNear(expected), "the very samples, from the first on")
    #expect(await bench.sink.closings >= 1)
  }

  @Test("plays a file of another sample rate at its own pitch")
  func resamples() async throws {
    let bench = try PlayerBench()
    let song = try await bench.song(1, tone: 440, seconds: 0.5, rate: 44_100)
    try await bench.run { player, news in
      await player.play([song])
      #expect(await news.next() == .trackStarted(song))
      guard case .trackEnded(song, .finished, let end) = await news.next() else { return #expect(Bool(false)) }
      #expect(abs(end.frames(at: 48_000) - 24_000) <= 1)
    }
    let expected = bench.samples(tone: 440, seconds: 0.5)
    #expect(await Array(bench.sink.heard[2_000..<40_000]).isNear(expected[2_000..<40_000], within: 0.001))
  }

  @Test("skips within a block, without a click, and says how far the song got")
  func skips() async throws {
    let bench = try PlayerBench(buffer: 24_000)
    let songs = try await bench.songs(tones: 440, 500, seconds: 5)
    try await bench.run { player, news in
      await bench.play(songs, until: 24_000)
      #expect(await news.next() == .trackStarted(songs[0]))
      await player.next()
      let status = await player.status
      #expect(status.track == songs[1].track && status.position == .zero && status.queued == 0)
      #expect(status.reason == "Because it is song 2.")
      await bench.sink.allow(frames: 2_400)
      guard case .trackEnded(songs[0], .skipped, let place) = await news.next() else { return #expect(Bool(false)) }
      #expect(place >= .milliseconds(500) && place <= .milliseconds(550))
      await bench.sink.listen(frames: 12_000)
      #expect(await news.next() == .trackStarted(songs[1]))
    }
    let heard = await bench.sink.heard
    #expect(heard.largestStep < 0.05, "a cut would be a step of up to 0.5; the tones' own is 0.033")
    let second = bench.samples(tone: 500, seconds: 1)
    // The second song begins right behind a fade of 10 ms, itself fading in for 10 ms.
    let starts = (24_000 + 480)...(24_000 + 2_880)
    #expect(starts.contains { Array(heard[(($0 + 480) * 2)...].prefix(4_000)).isNear(second[960...]) })
  }

  @Test("goes back to the start of a song, or to the one before when it has hardly begun")
  func previous() async throws {
    let bench = try PlayerBench(buffer: 4_800)
    let songs = try await bench.songs(tones: 440, 500, seconds: 5)
    try await bench.run { player, news in
      await player.play(songs)
      await player.next()
      await bench.sink.listen(frames: 4 * 48_000)
      #expect(await news.next() == .trackStarted(songs[1]), "the first was never heard")
      await player.previous()
      #expect(await player.status.track == songs[1].track)
      await bench.sink.listen(frames: 48_000)
      await bench.sink.wait { $0.isFull }
      await player.previous()
      #expect(await player.status.track == songs[0].track)
      await bench.sink.allow(frames: 2_400)
      guard case .trackEnded(songs[1], .skipped, _) = await news.next() else { return #expect(Bool(false)) }
      await bench.sink.listen(frames: 4_800)
      #expect(await news.next() == .trackStarted(songs[0]))
    }
  }

  @Test("pauses with the device closed, and goes on at the very place", arguments: [true, false])
  func pauses(takesBack: Bool) async throws {
    let bench = try PlayerBench(buffer: 24_000, takesBack: takesBack)
    let song = try await bench.song(1, tone: 440, seconds: 2)
    try await bench.run { player, news in
      await bench.play([song], until: 24_000)
      await player.pause()
      #expect(await player.status.state == .paused)
      await bench.untilClosed()
      while await news.nextStatus()?.state != .paused {}
      let place = try #require(await news.nextStatus()).position.frames(at: 48_000)
      #expect(await place == bench.sink.heard.count / 2, "what was heard is where it stands")
      #expect(place >= 24_000 && place < 28_000)
      await player.resume()
      await bench.sink.listen(frames: 12_000)
      let heard = await bench.sink.heard
      let expected = bench.samples(tone: 440, seconds: 2)
      #expect(Array(heard[((place + 480) * 2)...]).isNear(expected[((place + 480) * 2)...]), "no frame is missing")
      if takesBack { #expect(heard.largestStep < 0.05) }
    }
  }

  @Test("seeks, also while paused, and stays within the song")
  func seeks() async throws {
    let bench = try PlayerBench(buffer: 4_800)
    let song = try await bench.song(1, tone: 440, seconds: 3)
    try await bench.run { player, news in
      await bench.play([song], until: 9_600)
      await player.seek(to: .seconds(2))
      #expect(await player.status.position == .seconds(2))
      await bench.untilTakenBack(1)
      await bench.sink.listen(frames: 12_000)
      let (heard, whole) = (await bench.sink.heard, bench.samples(tone: 440, seconds: 3))
      #expect(heard.largestStep < 0.05)
      let starts = (9_600 + 480)...(9_600 + 2_880)
      #expect(starts.contains { Array(heard[(($0 + 480) * 2)...].prefix(4_000)).isNear(whole[(96_480 * 2)...]) })
      await bench.sink.wait { $0.isFull }
      await player.pause()
      await bench.untilClosed()
      await player.seek(to: .seconds(1))
      #expect(await player.status.position == .seconds(1))
      #expect(await player.status.state == .paused)
      await player.seek(to: .seconds(1_000_000))
      await player.resume()
      #expect(await news.next() == .trackStarted(song), "seeking starts no song anew")
      #expect(await news.next() == .trackEnded(song, .finished, at: .seconds(3)))
      #expect(await news.next() == .queueEmpty)
    }
  }

  @Test("stops at once, and has nothing left to resume")
  func stops() async throws {
    let bench = try PlayerBench(buffer: 24_000)
    let song = try await bench.song(1, tone: 440, seconds: 5)
    try await bench.run { player, news in
      await bench.play([song], until: 24_000)
      #expect(await news.next() == .trackStarted(song))
      await player.stop()
      #expect(await player.status == PlayerStatus(state: .stopped, volume: 100))
      await bench.sink.allow(frames: 2_400)
      guard case .trackEnded(song, .stopped, let place) = await news.next() else { return #expect(Bool(false)) }
      #expect(place >= .milliseconds(800) && place < .milliseconds(900), "it takes 300 ms to fall silent")
      await player.resume()
      await player.next()
      await player.previous()
      await player.seek(to: .zero)
      #expect(await player.status.state == .stopped)
    }
  }

  @Test("puts a new list in the place of the old one")
  func replaces() async throws {
    let bench = try PlayerBench(buffer: 4_800)
    let songs = try await bench.songs(tones: 440, 500, seconds: 5)
    try await bench.run { player, news in
      await player.play([songs[0]])
      await bench.sink.listen(frames: 24_000)
      #expect(await news.next() == .trackStarted(songs[0]))
      await player.play([songs[1]])
      await bench.sink.listen(frames: 4_800)
      guard case .trackEnded(songs[0], .stopped, _) = await news.next() else { return #expect(Bool(false)) }
      #expect(await news.next() == .trackStarted(songs[1]))
    }
  }

  @Test("tells which song begins when it is heard, not when it is read ahead")
  func truthful() async throws {
    let bench = try PlayerBench(buffer: 24_000)
    let songs = [try await bench.song(1, tone: 440, seconds: 1), try await bench.song(2, tone: 500, seconds: 5)]
    try await bench.run { player, news in
      await player.play(songs)
      await bench.sink.listen(frames: 40_000)
      #expect(await news.next() == .trackStarted(songs[0]))
      #expect(await player.status.track == songs[0].track, "though the second is in the card's buffer")
      await bench.sink.listen(frames: 12_000)
      #expect(await news.next() == .trackEnded(songs[0], .finished, at: .seconds(1)))
      #expect(await news.next() == .trackStarted(songs[1]))
      #expect(await player.status.position < .milliseconds(100))
    }
  }

  @Test("ends its events when it is cancelled")
  func ends() async throws {
    let bench = try PlayerBench(buffer: 4_800)
    let song = try await bench.song(1, tone: 440, seconds: 5)
    let running = Task { await bench.player.run() }
    var news = PlayerNews(bench.player.events)
    await bench.player.play([song])
    await bench.sink.listen(frames: 9_600)
    #expect(await news.next() == .trackStarted(song))
    running.cancel()
    // Room for a player that waits for some; one that does not may have closed the card by now.
    await bench.sink.allow(frames: 4_800)
    guard case .trackEnded(song, .stopped, _) = await news.next() else { return #expect(Bool(false)) }
    #expect(await news.next() == nil)
    await running.value
  }
}

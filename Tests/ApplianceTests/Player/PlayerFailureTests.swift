import Domain
import FoundationEssentials
import Library
import SimulatedDevices
import Testing

@testable import Appliance

@Suite("A player in trouble", .timeLimit(.minutes(1)))
struct PlayerFailureTests {
  @Test("passes over songs that are missing, broken or outside of the music folder")
  func brokenSongs() async throws {
    let bench = try PlayerBench()
    try Data("not music".utf8).write(to: bench.folder.appendingPathComponent("2.wav"))
    let songs = [
      bench.recommendation(1), bench.recommendation(2), bench.recommendation(3, path: "../3.wav"),
      bench.recommendation(4, path: "/etc/passwd"), try await bench.song(5, tone: 440, seconds: 0.1),
      try await bench.song(6, tone: 440, seconds: 0),
    ]
    try await bench.run { player, news in
      await player.play(songs)
      let path = bench.folder.appendingPathComponent("1.wav").path
      #expect(
        await news.next()
          == .trackFailed(songs[0], reason: "\(path): cannot be opened: No such file or directory"))
      for song in songs[1...3] {
        guard case .trackFailed(song, let reason) = await news.next() else { return #expect(Bool(false)) }
        #expect(song.track.id == 2 || reason == "\(song.track.path): is not a path within the music folder")
      }
      #expect(await news.next() == .trackStarted(songs[4]))
      #expect(await news.next() == .trackFailed(songs[5], reason: "6.wav: holds no sound"))
      #expect(await news.next() == .trackEnded(songs[4], .finished, at: .milliseconds(100)))
      #expect(await news.next() == .queueEmpty)
    }
  }

  @Test("says that a song breaks off, and plays what there is of it and the next")
  func brokenOff() async throws {
    let bench = try PlayerBench(rates: [16_000, 48_000])
    var bytes = try PlayerBench.fixture("tagged.flac")
    // The header's number of frames: 8000, and 131 072 more.
    bytes[23] |= 2
    try bytes.write(to: bench.folder.appendingPathComponent("1.flac"))
    let songs = [bench.recommendation(1, path: "1.flac"), try await bench.song(2, tone: 440, seconds: 0.1)]
    try await bench.run { player, news in
      await player.play(songs)
      var events: [PlayerEvent] = []
      while let event = await news.next(), event != .queueEmpty { events.append(event) }
      #expect(events.contains(.trackFailed(songs[0], reason: "1.flac: breaks off 8 seconds before its end")))
      #expect(events.contains(.trackStarted(songs[0])))
      #expect(events.last == .trackEnded(songs[1], .finished, at: .milliseconds(100)))
    }
    #expect(await bench.sink.heard.count == 16_000 + 9_600)
  }

  @Test("plays on when a sound server takes back what it had said was heard")
  func wanderingDelay() async throws {
    let bench = try PlayerBench()
    let song = try await bench.song(1, tone: 440, seconds: 0.5)
    let sink = WanderingSink()
    let player = Player(sink: sink, music: MusicFolder(path: bench.folder.path), now: { .zero })
    let running = Task { await player.run() }
    var news = PlayerNews(player.events)
    await player.play([song])
    for await _ in sink.held { break }
    await player.setVolume(20)
    sink.goOn()
    #expect(await news.next() == .trackStarted(song))
    #expect(await news.next() == .trackEnded(song, .finished, at: .milliseconds(500)))
    #expect(await news.next() == .queueEmpty)
    running.cancel()
    await running.value
  }

  @Test("stops when no song of the list can be played")
  func allBroken() async throws {
    let bench = try PlayerBench()
    try await bench.run { player, news in
      await player.play([bench.recommendation(1), bench.recommendation(2)])
      guard case .trackFailed = await news.next(), case .trackFailed = await news.next() else {
        return #expect(Bool(false))
      }
      #expect(await news.next() == .queueEmpty)
      #expect(await player.status.state == .stopped)
    }
  }

  @Test("plays a song on whose file is removed in mid-play")
  func removed() async throws {
    let bench = try PlayerBench(buffer: 4_800)
    let song = try await bench.song(1, tone: 440, seconds: 2)
    try await bench.run { player, news in
      await player.play([song])
      await bench.sink.listen(frames: 4_800)
      try FileManager.default.removeItem(at: bench.folder.appendingPathComponent("1.wav"))
      await bench.sink.listen(frames: 91_200)
      #expect(await news.next() == .trackStarted(song))
      await bench.sink.allow(frames: 2_400)
      #expect(await news.next() == .trackEnded(song, .finished, at: .seconds(2)))
    }
  }

  @Test("keeps its place when the sound card goes, tries ever more patiently, and goes on from there")
  func unplugged() async throws {
    let bench = try PlayerBench(buffer: 24_000)
    let song = try await bench.song(1, tone: 440, seconds: 5)
    try await bench.run { player, news in
      await bench.play([song], until: 24_000)
      #expect(await news.next() == .trackStarted(song))
      await bench.sink.unplug()
      #expect(await news.next() == .sinkLost(reason: "the simulated sound card is unplugged"))
      let place = await player.status.position.frames(at: 48_000)
      #expect(place == 24_000)
      var pauses: [Duration] = []
      for _ in 0..<7 { pauses.append(await bench.clock.advanceToNextDeadline()) }
      #expect(pauses == [0.25, 0.5, 1, 2, 4, 8, 8].map { .seconds($0) })
      await bench.clock.nextDeadline()
      let before = await bench.sink.heard.count / 2
      await bench.sink.plugIn()
      await bench.clock.advanceToNextDeadline()
      #expect(await news.next() == .sinkBack)
      await bench.sink.listen(frames: 12_000)
      let (heard, whole) = (await bench.sink.heard, bench.samples(tone: 440, seconds: 5))
      #expect(Array(heard[((before + 480) * 2)...]).isNear(whole[((place + 480) * 2)...]))
    }
  }

  @Test("waits for a card that is not there from the start, and obeys meanwhile")
  func noCard() async throws {
    let bench = try PlayerBench()
    await bench.sink.unplug()
    let songs = try await bench.songs(tones: 440, 500, seconds: 0.1)
    try await bench.run { player, news in
      await player.play(songs)
      #expect(await news.next() == .sinkLost(reason: "the simulated sound card is unplugged"))
      await player.next()
      #expect(await player.status.track == songs[1].track)
      await bench.sink.plugIn()
      await player.setVolume(90)
      #expect(await news.next() == .sinkBack)
      #expect(await news.next() == .trackStarted(songs[1]))
    }
  }
  @Test("looks for the lost card also when nothing is to be heard any more")
  func lostWhileStopped() async throws {
    let bench = try PlayerBench(buffer: 24_000)
    let song = try await bench.song(1, tone: 440, seconds: 5)
    try await bench.run { player, news in
      await player.play([song])
      await bench.sink.listen(frames: 24_000)
      #expect(await news.next() == .trackStarted(song))
      await bench.sink.unplug()
      #expect(await news.next() == .sinkLost(reason: "the simulated sound card is unplugged"))
      await player.stop()
      guard case .trackEnded(song, .stopped, _) = await news.next() else { return #expect(Bool(false)) }
      await bench.clock.nextDeadline()
      await bench.sink.plugIn()
      await bench.clock.advanceToNextDeadline()
      #expect(await news.next() == .sinkBack)
      #expect(await player.status.state == .stopped)
    }
  }

  @Test("gives up a song that does not end, and says so")
  func endless() async throws {
    var settings = PlayerSettings(startVolume: 100, levelling: .off, crossfade: .zero)
    settings.longestSong = .milliseconds(500)
    let bench = try PlayerBench(settings: settings)
    let songs = [try await bench.song(1, tone: 440, seconds: 2), try await bench.song(2, tone: 500, seconds: 0.1)]
    try await bench.run { player, news in
      await player.play(songs)
      var events: [PlayerEvent] = []
      while let event = await news.next(), event != .queueEmpty { events.append(event) }
      #expect(events.contains(.trackFailed(songs[0], reason: "1.wav: goes on for more than 0 hours")))
      #expect(events.contains(.trackStarted(songs[1])))
    }
  }

  @Test("goes on with what played before the box was switched off, paused and at its place")
  func restored() async throws {
    let bench = try PlayerBench(buffer: 24_000)
    let songs = [try await bench.song(1, tone: 440, seconds: 2), try await bench.song(2, tone: 500, seconds: 3)]
    try await bench.run { player, news in
      let queue = PlayerQueue(songs: songs, index: 1, position: .seconds(2))
      await player.restore(queue)
      #expect(await player.status.state == .paused)
      let status = await player.status
      #expect(status.track == songs[1].track && status.position == .seconds(2))
      #expect(await player.queue == queue)
      #expect(await bench.sink.heard.isEmpty)
      await player.resume()
      await bench.sink.listen(frames: 24_000)
      #expect(await news.next() == .trackStarted(songs[1]))
      let whole = bench.samples(tone: 500, seconds: 3)
      let heard = await bench.sink.heard
      #expect(Array(heard[960..<40_000]).isNear(whole[(96_000 * 2 + 960)...]))
    }
  }
}

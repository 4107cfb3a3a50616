import Appliance
import Domain
import FoundationEssentials
import Hub
import SimulatedDevices
import Testing

@Suite("The box with its real player", .timeLimit(.minutes(1)))
struct SoundingBoxTests {
  /// A card whose listener hears a little, and songs as real files.
  private func songs(_ bench: PlayerBench) async throws -> [Track] {
    var tracks: [Track] = []
    for number in 1...4 {
      let song = try await bench.song(Int64(number), tone: 200 * Double(number), seconds: 1)
      tracks.append(song.track)
    }
    return tracks
  }

  @Test("sounds after a press: the very song that it names")
  func sounds() async throws {
    let bench = try PlayerBench(buffer: 4800)
    try await withBox(songs: songs(bench), realPlayer: bench.player) { box in
      await box.look()
      // The start of a song is told when the card has taken it.
      guard case .trackStarted(let track, _)? = await box.events(until: "track_started").last else {
        Issue.record("nothing started")
        return
      }
      await bench.sink.listen(frames: 24_000)
      let tone = bench.samples(tone: 200 * Double(track.id), seconds: 0.5)
      let heard = await bench.sink.heard
      // After the fade of 10 ms it is the song itself, at the volume that the box remembers.
      #expect(correlation(heard[2000..<40_000], tone[2000..<40_000]) > 0.99)
      let status = try await box.runtime.perform(.status)
      #expect(status["player"]?["state"] == "playing")
      await bench.sink.unplug()
    }
  }

  @Test("names a song whose file is gone and plays the next")
  func missingSong() async throws {
    let bench = try PlayerBench(buffer: 4800)
    let tracks = try await songs(bench)
    for track in tracks.dropFirst() { try FileManager.default.removeItem(at: bench.folder.appending(path: track.path)) }
    try await withBox(songs: tracks, realPlayer: bench.player) { box in
      _ = try await box.runtime.perform(.play(nil))
      let events = await box.events(until: "track_started")
      guard case .trackStarted(let track, _)? = events.last else {
        Issue.record("nothing started")
        return
      }
      #expect(track.id == 1)
      #expect(events.allSatisfy { $0.type == "fault" || $0.type == "track_started" })
      await bench.sink.unplug()
    }
  }

  @Test("says that the sound card is gone, lives on, and says when it is back")
  func unplugged() async throws {
    let bench = try PlayerBench(buffer: 4800)
    try await withBox(songs: songs(bench), realPlayer: bench.player) { box in
      _ = try await box.runtime.perform(.play(nil))
      _ = await box.events(until: "track_started")
      await bench.sink.unplug()
      guard case .fault(part: "speaker", reason: _)? = await box.events(until: "fault").last else {
        Issue.record("no fault")
        return
      }
      await box.look()
      #expect(await box.events(until: "detected").last?.type == "detected")
      await bench.sink.plugIn()
      await bench.clock.advanceToNextDeadline()
      #expect(await box.events(until: "recovered").last == .recovered(part: "speaker"))
      await bench.sink.unplug()
    }
  }

  /// Pearson's.
  private func correlation(_ one: ArraySlice<Float>, _ other: ArraySlice<Float>) -> Double {
    let products = zip(one, other).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    let squares = one.reduce(0.0) { $0 + Double($1) * Double($1) } * other.reduce(0.0) { $0 + Double($1) * Double($1) }
    return products / squares.squareRoot()
  }
}

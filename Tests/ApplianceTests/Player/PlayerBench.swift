import Devices
import Domain
import FoundationEssentials
import Glibc
import Library
import SimulatedDevices

@testable import Appliance

/// A player on the test bench: songs that were made for it, a recording card, a clock that stands still.
final class PlayerBench: Sendable {
  let folder: URL
  let sink: RecordingSink
  let clock = ManualClock()
  let player: Player

  /// With a `buffer` the card plays only as far as the test listens.
  init(
    rates: [Int] = [48_000], buffer: Int? = nil, takesBack: Bool = true,
    settings: PlayerSettings = PlayerSettings(startVolume: 100, levelling: .off, crossfade: .zero)
  ) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("moodbox-player-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    sink = RecordingSink(rates: rates, buffer: buffer, takesBack: takesBack)
    player = Player(
      sink: sink, music: MusicFolder(path: folder.path), settings: settings,
      now: { [clock] in clock.now.sinceStart }, clock: clock)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Makes the song and says how it sounds: a tone of its own, in 16 bits.
  func song(
    _ id: Int64, tone: Double, seconds: Double, rate: Int = 48_000, loudness: Float? = nil, peak: Float? = nil
  ) async throws -> Recommendation {
    let file = try WavFileSink(path: folder.appendingPathComponent("\(id).wav").path, sampleRate: rate)
    try await file.write(samples(tone: tone, seconds: seconds, rate: rate), at: rate)
    return recommendation(id, loudness: loudness, peak: peak)
  }

  /// A song for each tone, the first is number 1.
  func songs(tones: Double..., seconds: Double) async throws -> [Recommendation] {
    var songs: [Recommendation] = []
    for tone in tones { songs.append(try await song(Int64(songs.count + 1), tone: tone, seconds: seconds)) }
    return songs
  }

  /// A song file of the repository, half a second of a tone.
  static func fixture(_ name: String) throws -> Data {
    let tests = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return try Data(contentsOf: URL(fileURLWithPath: "/\(tests)/Fixtures/songs/\(name)"))
  }

  func samples(tone: Double, seconds: Double, rate: Int = 48_000) -> [Float] {
    (0..<Int(seconds * Double(rate))).flatMap { frame -> [Float] in
      let sample = 0.5 * sin(2 * .pi * tone * Double(frame) / Double(rate))
      return [Float(sample), Float(-sample)]
    }
  }

  /// A song whose file may not be there.
  func recommendation(
    _ id: Int64, path: String? = nil, loudness: Float? = nil, peak: Float? = nil
  ) -> Recommendation {
    let features = loudness.map {
      AudioFeatures(tempo: 120, energy: 0.5, valence: 0.5, key: 0, mode: .major, loudness: $0, peak: peak)
    }
    let track = Track(
      id: id, path: path ?? "\(id).wav", title: "Song \(id)", duration: .seconds(1), features: features)
    return Recommendation(track: track, score: 1, reason: "Because it is song \(id).")
  }

  /// Plays songs until so much of them was heard; the card's buffer is full then.
  func play(_ songs: [Recommendation], until frames: Int) async {
    await player.play(songs)
    await sink.listen(frames: frames)
    await sink.wait { $0.isFull }
  }

  /// Lets the card hear on until it has given back its buffer for the `count`th time.
  func untilTakenBack(_ count: Int) async {
    await sink.allow(frames: 2_400)
    await sink.wait { $0.returns == count }
  }

  /// Lets the card hear on until it was closed for the first time.
  func untilClosed() async {
    await sink.allow(frames: 2_400)
    await sink.wait { $0.closings == 1 }
  }

  /// All that is heard of songs that play to their end.
  func heard(of songs: [Recommendation]) async throws -> [Float] {
    try await run { player, news in
      await player.play(songs)
      while let event = await news.next(), event != .queueEmpty {}
    }
    return await sink.heard
  }

  /// Lends the running player and its events to `body`, and stops it after that.
  func run(_ body: (Player, inout PlayerNews) async throws -> Void) async throws {
    let running = Task { await player.run() }
    var news = PlayerNews(player.events)
    let result: Result<Void, any Error>
    do { result = .success(try await body(player, &news)) } catch { result = .failure(error) }
    running.cancel()
    // A player that waits for the card to make room waits no longer.
    await sink.unplug()
    await running.value
    try result.get()
  }
}

/// A player's events, as a test reads them.
struct PlayerNews {
  private var iterator: AsyncStream<PlayerEvent>.AsyncIterator

  init(_ events: AsyncStream<PlayerEvent>) { iterator = events.makeAsyncIterator() }

  /// The next event that is not about the status alone.
  mutating func next() async -> PlayerEvent? {
    while let event = await iterator.next() {
      if case .statusChanged = event { continue }
      return event
    }
    return nil
  }

  mutating func nextStatus() async -> PlayerStatus? {
    while let event = await iterator.next() {
      if case .statusChanged(let status) = event { return status }
    }
    return nil
  }
}

extension [Float] {
  /// The largest step between neighbouring samples of the left side: a click is one.
  var largestStep: Float {
    guard count > 2 else { return 0 }
    return stride(from: 2, to: count, by: 2).map { abs(self[$0] - self[$0 - 2]) }.max() ?? 0
  }

  func isNear(_ other: some Sequence<Float>, within tolerance: Float = 1 / 16_000) -> Bool {
    zip(self, other).allSatisfy { abs($0 - $1) <= tolerance }
  }
}

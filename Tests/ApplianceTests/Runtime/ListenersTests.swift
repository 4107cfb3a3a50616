import Appliance
import Domain
import FoundationEssentials
import Hub
import Library
import Mood
import Music
import Synchronization
import Testing

@Suite("Those whom the box plays for", .timeLimit(.minutes(1)))
final class ListenersTests {
  private let folder: TemporaryFolder
  private static let sad = Mood(certainly: .sad).scores

  init() throws { folder = try TemporaryFolder() }

  deinit { folder.remove() }

  private func listeners(retention: Int = 90, chosen: String = "", day: Double = 20_000) throws -> Listeners {
    var parameters = Listeners.Parameters()
    parameters.retention = retention
    return Listeners(
      store: try ListenerStore(folder: folder.path, keyFolder: folder.path + "/keys"), chosen: chosen, parameters,
      now: { day * 86_400 })
  }

  private func ada(_ listeners: Listeners, learns: Bool = true) async throws {
    _ = try await listeners.perform(.create("Ada"))
    try await listeners.use("Ada")
    if learns { _ = try await listeners.perform(.learning("Ada", true)) }
  }

  private func history(_ listeners: Listeners) async throws -> [JSONValue] {
    try await listeners.perform(.export("Ada"))["history"]?.array ?? []
  }

  @Test("are learnt from only when they have asked for it")
  func optIn() async throws {
    let listeners = try listeners()
    await #expect(throws: RequestRefusal.self) { try await listeners.expectLearning() }
    try await ada(listeners, learns: false)
    await #expect(throws: RequestRefusal.self) { try await listeners.expectLearning() }
    try await listeners.note(.liked, heard: 1, of: Box.tracks[0], chosenFor: Self.sad)
    #expect(try await history(listeners).isEmpty)
    #expect(await listeners.taste == nil)
    _ = try await listeners.perform(.learning("Ada", true))
    try await listeners.expectLearning()
    try await listeners.note(.liked, heard: 1, of: Box.tracks[0], chosenFor: Self.sad)
    #expect(await listeners.taste?.feedbacks == 1)
    _ = try await listeners.perform(.learning("Ada", false))
    #expect(await listeners.taste == nil)
  }

  @Test("are known again after a restart, with the same taste")
  func restarts() async throws {
    let taste: Taste?
    do {
      let listeners = try listeners()
      try await ada(listeners)
      for (number, track) in Box.tracks.enumerated() {
        let kind = Feedback.Kind.allCases[number % 4]
        try await listeners.note(kind, heard: 0.25, of: track, chosenFor: number.isMultiple(of: 3) ? nil : Self.sad)
        try await listeners.note(.skipped, heard: 0.5, of: track, chosenFor: nil)
      }
      taste = await listeners.taste
    }
    let listeners = try listeners()
    try await listeners.open()
    let again = try #require(await listeners.taste)
    #expect(again.feedbacks == taste?.feedbacks && again.feedbacks > 30)
    let (one, other) = (again.shift(for: .sad), try #require(taste).shift(for: .sad))
    // The history holds four decimals.
    for (left, right) in zip(one, other) { #expect(abs(left.value - right.value) < 0.001) }
    #expect(await listeners.bulletin == .listeners(["Ada"], current: "Ada"))
  }

  @Test("who have spoken about a song are not taken to have skipped it too")
  func rated() async throws {
    let listeners = try listeners()
    try await ada(listeners)
    try await listeners.note(.disliked, heard: 0.1, of: Box.tracks[0], chosenFor: nil)
    try await listeners.note(.skipped, heard: 0.1, of: Box.tracks[0], chosenFor: nil)
    #expect(try await history(listeners).map { $0["kind"]?.string } == ["disliked"])
    try await listeners.note(.skipped, heard: 0.1, of: Box.tracks[0], chosenFor: nil)
    #expect(try await history(listeners).count == 2)
  }

  @Test("get all that is known of them, and are forgotten")
  func exportAndForget() async throws {
    let listeners = try listeners()
    try await ada(listeners)
    try await listeners.note(.liked, heard: 1, of: Box.tracks[4], chosenFor: Self.sad)
    try await listeners.recordPlay(of: Box.tracks[4])
    let known = try await listeners.perform(.export("Ada"))
    let entry = try #require(known["history"]?.array?.first)
    #expect(entry["title"] == "5" && entry["mood"]?["sad"] == 1 && entry["features"]?["mode"] == "minor")
    #expect(known["plays"]?.array?.count == 1 && known["taste"]?["feedbacks"] == 1 && known["learning"] == true)
    #expect(known["taste"]?["moods"]?["sad"]?["energy"]?.number != nil)
    _ = try await listeners.perform(.forget("Ada"))
    #expect(await listeners.taste == nil)
    #expect(await listeners.bulletin == .listeners([], current: nil))
    await #expect(throws: ListenerFailure.unknown("Ada")) { try await listeners.perform(.export("Ada")) }
    #expect(try await listeners.recentPlays().isEmpty)
  }

  @Test("leave what is older than the settings allow, in the history and in the taste")
  func retention() async throws {
    do {
      let listeners = try listeners(day: 20_000)
      try await ada(listeners)
      try await listeners.note(.liked, heard: 1, of: Box.tracks[0], chosenFor: nil)
    }
    do {
      let listeners = try listeners(day: 20_080)
      try await listeners.open()
      try await listeners.note(.liked, heard: 1, of: Box.tracks[1], chosenFor: nil)
      #expect(await listeners.taste?.feedbacks == 2)
    }
    let listeners = try listeners(day: 20_100)
    try await listeners.open()
    #expect(await listeners.taste?.feedbacks == 1)
    #expect(try await history(listeners).map { $0["title"] } == ["2"])
  }

  @Test("are chosen by the settings, else as before")
  func chosen() async throws {
    do {
      let listeners = try listeners()
      try await ada(listeners)
      _ = try await listeners.perform(.create("Bob"))
    }
    for (setting, name) in [("", "Ada"), ("bob", "Bob")] {
      let listeners = try listeners(chosen: setting)
      try await listeners.open()
      #expect(await listeners.bulletin == .listeners(["Ada", "Bob"], current: name))
    }
  }

  @Test("are as before when the settings choose somebody unknown, which is told until somebody makes them")
  func unknown() async throws {
    do { try await ada(try listeners()) }
    let listeners = try listeners(chosen: "Carl")
    await #expect(throws: RequestRefusal.self) { try await listeners.open() }
    #expect(await listeners.bulletin == .listeners(["Ada"], current: "Ada"))
    await #expect(throws: RequestRefusal.self) { try await listeners.check() }
    _ = try await listeners.perform(.create("carl"))
    try await listeners.check()
    #expect(await listeners.bulletin == .listeners(["Ada", "carl"], current: "carl"))
  }

  @Test("like a song through the running box, and its next choice knows; without a listener it says what to do")
  func box() async throws {
    let listeners = try listeners()
    try await withBox(listeners: listeners) { box in
      await #expect(throws: RequestRefusal.self) { try await box.runtime.perform(.like) }
      let doors = Dispatcher(handler: box.runtime)
      _ = try await doors.perform(.listeners(.create("Ada")), role: .resident)
      _ = try await doors.perform(.listener("ada"), role: .owner)
      _ = try await doors.perform(.listeners(.learning("Ada", true)), role: .resident)
      await #expect(throws: RequestRefusal("Nothing is playing.")) { try await box.runtime.perform(.like) }
      _ = try await box.runtime.perform(.play(.sad))
      _ = await box.songsPlayed()
      let song = Recommendation(track: Box.tracks[2], score: 1, reason: "")
      box.player.happens.yield(
        .statusChanged(PlayerStatus(state: .playing, track: song.track, position: .seconds(50), volume: 40)))
      box.player.happens.yield(.trackStarted(song))
      _ = await box.events(until: "track_started")
      _ = try await doors.perform(.like, role: .listener)
      box.player.happens.yield(.trackEnded(song, .finished, at: .seconds(200)))
      let second = Recommendation(track: Box.tracks[3], score: 1, reason: "")
      box.player.happens.yield(.trackStarted(second))
      box.player.happens.yield(.trackEnded(second, .skipped, at: .seconds(20)))
      _ = await box.events(until: "track_ended")
      _ = await box.events(until: "track_ended")
      _ = try await box.runtime.perform(.privacy(true))
      // Privacy is stored after what was said before, in the same lane.
      let history = try await doors.perform(.listeners(.export("Ada")), role: .resident)["history"]?.array ?? []
      #expect(history.map { $0["kind"]?.string } == ["liked", "skipped"])
      #expect(history.first?["heard"] == 0.25 && history.last?["heard"] == 0.1)
    }
  }
}

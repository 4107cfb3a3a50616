import Appliance
import Domain
import FoundationEssentials
import Hub
import Testing

@Suite("What the box remembers", .timeLimit(.minutes(1)))
struct RememberingTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/state.json" }

  init() throws { folder = try TemporaryFolder() }

  @Test("privacy is on the disk before anybody hears of it, and outlives a restart")
  func privacy() async throws {
    defer { folder.remove() }
    let path = path
    try await withBox(state: path) { box in
      box.button.send(.init(.pressed, at: .seconds(10)))
      await box.clock.fire(.milliseconds(1500))
      #expect(await box.events(until: "privacy_on") == [.privacyOn])
      #expect(await StateFile(path: path).load(volume: 1).state.privacy)
    }
    try await withBox(state: path) { box in
      #expect(box.lights.shown.first?.privacy == true)
      box.button.press(at: .seconds(20))
      #expect(await box.songsPlayed().count == 5)
      #expect(box.camera.timesOpened == 0)
    }
  }

  @Test("the volume outlives a restart, also one that comes before it was stored")
  func volume() async throws {
    defer { folder.remove() }
    let path = path
    try await withBox(state: path) { box in _ = try await box.runtime.perform(.volume(23)) }
    try await withBox(state: path) { box in #expect(await box.told(.volume(23))) }
  }

  @Test("the policy outlives a restart")
  func policy() async throws {
    defer { folder.remove() }
    let path = path
    try await withBox(state: path) { box in _ = try await box.runtime.perform(.policy(.lift)) }
    #expect(await StateFile(path: path).load(volume: 1).state.policy == .lift)
    try await withBox(state: path) { box in
      let status = try await box.runtime.perform(.status)
      #expect(status["policy"] == "lift")
    }
  }

  @Test("what played waits, paused and at its place, after a restart; songs that are gone are left out")
  func queue() async throws {
    defer { folder.remove() }
    let path = path
    let memory = QueueFile.Memory(songs: [3, 99, 2], index: 2, position: .milliseconds(500), isPlaying: true)
    try await QueueFile(path: path + ".queue").store(memory)
    #expect(await QueueFile(path: path + ".queue").load() == memory)
    try await withBox(state: path) { box in
      for await call in box.player.calls {
        guard case .restore(let queue) = call else { continue }
        #expect(queue.songs.map { $0.track.id } == [3, 2])
        #expect(queue.index == 1 && queue.position == .milliseconds(500))
        break
      }
    }
  }

  @Test(
    "a list of songs that makes no sense is none", arguments: ["", "[]", "{\"songs\":[1],\"index\":1,\"position\":0}"])
  func nonsenseQueue(text: String) async throws {
    defer { folder.remove() }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    #expect(await QueueFile(path: path).load() == nil)
  }

  @Test("a new box has no privacy and its owner's volume")
  func fresh() async {
    defer { folder.remove() }
    let memory = await StateFile(path: path).load(volume: 37)
    #expect(memory.state == StoredState(privacy: false, volume: 37))
    #expect(memory.problem == nil)
  }

  @Test(
    "a file that cannot be understood means privacy, and is reported",
    arguments: ["", "{", "null", "{\"volume\":3}", "{\"privacy\":\"no\"}", "\u{0}\u{0}\u{0}\u{0}", "[false]"])
  func corrupt(text: String) async throws {
    defer { folder.remove() }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let memory = await StateFile(path: path).load(volume: 37)
    #expect(memory.state == StoredState(privacy: true, volume: 37))
    #expect(try #require(memory.problem).contains(path))
    let path = path
    try await withBox(state: path) { box in
      #expect(box.lights.shown.first?.privacy == true)
      #expect(await box.events(until: "fault").last?.type == "fault")
      await box.clock.fire(.seconds(60))
      #expect(await box.events(until: "recovered") == [.recovered(part: "storage")])
      #expect(await StateFile(path: path).load(volume: 1).state == StoredState(privacy: true, volume: 40))
    }
  }

  @Test("a volume that makes no sense is the owner's", arguments: ["-1", "101", "1.5", "\"loud\"", "1e99"])
  func nonsense(volume: String) async throws {
    defer { folder.remove() }
    try Data("{\"privacy\":false,\"volume\":\(volume)}".utf8).write(to: URL(fileURLWithPath: path))
    #expect(await StateFile(path: path).load(volume: 37).state == StoredState(privacy: false, volume: 37))
  }

  @Test("privacy that cannot be stored is in force, and the box says what is wrong")
  func unwritable() async throws {
    defer { folder.remove() }
    try await withBox(state: folder.path + "/missing/state.json") { box in
      for _ in 0..<2 {
        do {
          _ = try await box.runtime.perform(.privacy(true))
          Issue.record("said that it was stored")
        } catch let refusal as RequestRefusal {
          #expect(refusal.description.hasPrefix("Privacy is on, but the box could not store that"))
        }
      }
      let events = await box.events(until: "privacy_on")
      #expect(events.first?.type == "fault")
      #expect(box.lights.shown.last?.privacy == true)
    }
  }
}

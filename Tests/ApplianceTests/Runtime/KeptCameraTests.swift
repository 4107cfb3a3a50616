import Appliance
import Domain
import FoundationEssentials
import Hub
import Testing

@Suite("A box whose camera somebody keeps", .timeLimit(.minutes(1)))
struct KeptCameraTests {
  @Test("has the camera taken away before it says that privacy is on, and given back before it says off")
  func both() async throws {
    let keeper = ScriptedKeeper()
    try await withBox(keeper: keeper) { box in
      _ = try await box.runtime.perform(.privacy(true))
      #expect(await keeper.keeps)
      box.button.send(.init(.pressed, at: .seconds(10)))
      await box.clock.fire(.milliseconds(1500))
      #expect(await box.events(until: "privacy_off").map(\.type) == ["privacy_on", "privacy_off"])
      #expect(await !keeper.keeps)
    }
  }

  @Test("keeps privacy, tells nobody that it is off, and says why when the camera is not given back")
  func refused() async throws {
    let keeper = ScriptedKeeper(givesBack: false)
    let rest = try await withBox(keeper: keeper) { box in
      _ = try await box.runtime.perform(.privacy(true))
      box.button.send(.init(.pressed, at: .seconds(10)))
      await box.clock.fire(.milliseconds(1500))
      let events = await box.events(until: "fault")
      #expect(events == [.privacyOn, .fault(part: "camera", reason: "the button was not held")])
      box.button.send(.init(.released, at: .seconds(12)))
      box.button.press(at: .seconds(20))
      #expect(await box.songsPlayed().count == 5)
      #expect(box.camera.timesOpened == 0)
    }
    #expect(!rest.contains { if case .event(.privacyOff) = $0 { true } else { false } })
  }

  @Test("starts with privacy if either of them remembers it, and then both do")
  func either() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/state.json"
    try await withBox(state: path, keeper: ScriptedKeeper(keeps: true)) { box in
      #expect(box.lights.shown.first?.privacy == true)
    }
    #expect(await StateFile(path: path).load(volume: 1).state.privacy)
    let keeper = ScriptedKeeper()
    try await withBox(state: path, keeper: keeper) { box in
      #expect(box.lights.shown.first?.privacy == true)
      // Answered when what was to be stored before is stored.
      _ = try await box.runtime.perform(.privacy(true))
    }
    #expect(await keeper.keeps)
  }

  @Test("has privacy on while the keeper does not answer, and tries again")
  func absent() async throws {
    let keeper = ScriptedKeeper(isThere: false)
    try await withBox(keeper: keeper) { box in
      #expect(box.lights.shown.first?.privacy == true)
      #expect(await box.events(until: "fault").last?.type == "fault")
      await keeper.come()
      await box.clock.fire(.seconds(60))
      #expect(await box.events(until: "recovered").last == .recovered(part: "storage"))
      #expect(await keeper.keeps)
    }
  }
}

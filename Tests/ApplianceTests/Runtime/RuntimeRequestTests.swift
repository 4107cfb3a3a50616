import Appliance
import Domain
import Hub
import Testing

@Suite("Requests to the running box", .timeLimit(.minutes(1)))
struct RuntimeRequestTests {
  @Test("a look is answered with what it found")
  func look() async throws {
    try await withBox { box in
      let answer = try await box.runtime.perform(.look)
      #expect(answer["outcome"] == "detected")
      #expect(answer["mood"]?["emotion"] == "happy")
    }
  }

  @Test("a look is refused while privacy is on, and only root ends that")
  func privacy() async throws {
    try await withBox { box in
      _ = try await box.runtime.perform(.privacy(true))
      await #expect(throws: RequestRefusal.self) { try await box.runtime.perform(.look) }
      #expect(box.camera.timesOpened == 0)
      let doors = Dispatcher(handler: box.runtime)
      await #expect(throws: RequestRefusal.self) { try await doors.perform(.privacy(false), role: .owner) }
      #expect(try await box.runtime.perform(.status)["privacy"] == true)
      _ = try await doors.perform(.privacy(false), role: .root)
      #expect(try await box.runtime.perform(.status)["privacy"] == false)
    }
  }

  @Test("a look that is cut short by the box's end is refused")
  func stopped() async throws {
    try await withBox(eyes: StaringEyes()) { box in
      let lamps = box.lights.changes()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          await #expect(throws: RequestRefusal("The look was cancelled.")) { try await box.runtime.perform(.look) }
        }
        #expect(await lamps.contains { $0.camera })
        _ = try await box.runtime.perform(.privacy(true))
        try await group.waitForAll()
      }
    }
  }

  @Test("the player does what it is told, in order")
  func transport() async throws {
    try await withBox { box in
      for request in [Request.play(.sad), .pause, .resume, .seek(.seconds(30)), .mute(true), .next, .stop] {
        _ = try await box.runtime.perform(request)
      }
      var calls: [RecordingPlayer.Call] = []
      for await call in box.player.calls {
        if case .play = call { continue }
        calls.append(call)
        if call == .stop { break }
      }
      #expect(calls == [.volume(40), .pause, .resume, .seek(.seconds(30)), .mute(true), .next, .stop])
    }
  }

  @Test("recommendations, health and status are there for the asking")
  func questions() async throws {
    try await withBox { box in
      #expect(try await box.runtime.perform(.recommend(.happy, count: 3)).array?.count == 3)
      #expect(try #require(try await box.runtime.perform(.health)["memory"]?.number) > 1_000_000)
      #expect(try #require(try await box.runtime.perform(.health)["system_uptime"]?.number) > 0)
      #expect(try await box.runtime.perform(.status)["player"]?["state"] == "stopped")
      _ = try await box.runtime.perform(.scan)
      #expect(try await box.runtime.perform(.status)["info"]?["songs"] == 30)
    }
  }
}

import Appliance
import Domain
import Hub
import SimulatedDevices
import Testing

private struct Unplugged: Error, CustomStringConvertible {
  let description = "unplugged"
}

@Suite("The running box", .timeLimit(.minutes(1)))
struct RuntimeTests {
  @Test("answers a press with the mood's light, songs and messages, and closes the camera", arguments: Emotion.allCases)
  func press(emotion: Emotion) async throws {
    let rest = try await withBox(.still(PaintedEyes.frame(emotion))) { box in
      let lamps = box.lights.changes()
      await box.look()
      guard case .detected(let mood)? = await box.events(until: "detected").last else { throw Unplugged() }
      #expect(mood.emotion == emotion)
      #expect(await box.songsPlayed().count == 5)
      #expect(await lamps.contains { $0.colour == Colour(emotion) && $0.emotion == emotion && !$0.camera })
      #expect(!box.camera.isOpen)
    }
    #expect(rest.contains { if case .mood(.some(let mood)) = $0 { mood.emotion == emotion } else { false } })
  }

  @Test("lights the camera lamp before the camera opens, and darkens it after it has closed")
  func truthfulLight() async throws {
    let lights = RecordingLights()
    try await withBox(eyes: StaringEyes(), lights: lights) { box in
      let lamps = lights.changes()
      await box.look()
      #expect(await lamps.contains { $0.camera })
      box.button.press(at: .seconds(20))
      #expect(await box.events(until: "cancelled") == [.cancelled])
      #expect(await lamps.contains { !$0.camera })
      #expect(!box.camera.isOpen)
    }
    #expect(lights.shown.last == .dark)
  }

  @Test("skips on a double press, and tells nobody of a look")
  func doublePress() async throws {
    let rest = try await withBox { box in
      _ = try await box.runtime.perform(.play(nil))
      _ = await box.songsPlayed()
      box.button.press(at: .seconds(10))
      box.button.press(at: .milliseconds(10_200))
      #expect(await box.told(.next))
    }
    #expect(!rest.contains { if case .event(.detected) = $0 { true } else { false } })
    #expect(!rest.contains { if case .event(.cancelled) = $0 { true } else { false } })
  }

  @Test("without a face plays the default mix")
  func noFace() async throws {
    try await withBox(.still(PaintedEyes.frame(nil))) { box in
      await box.look()
      #expect(await box.events(until: "no_face") == [.noFace])
      #expect(await box.songsPlayed().count == 5)
    }
  }

  @Test("without a camera says so at each press and plays the default mix")
  func noCamera() async throws {
    try await withBox(.missing(Unplugged())) { box in
      box.button.press(at: .seconds(10))
      #expect(await box.events(until: "fault") == [.fault(part: "camera", reason: "unplugged")])
      #expect(await box.songsPlayed().count == 5)
      box.button.press(at: .seconds(30))
      #expect(await box.events(until: "fault") == [.fault(part: "camera", reason: "unplugged")])
    }
  }

  @Test("plays on when the camera is lost in mid-look, and looks again when it is back")
  func cameraLost() async throws {
    try await withBox(.lost([PaintedEyes.frame(.sad)], Unplugged())) { box in
      _ = try await box.runtime.perform(.play(.happy))
      _ = await box.songsPlayed()
      await #expect(throws: RequestRefusal("unplugged")) { try await box.runtime.perform(.look) }
      #expect(await box.events(until: "fault") == [.fault(part: "camera", reason: "unplugged")])
      box.camera.show(.still(PaintedEyes.frame(.sad)))
      await box.look(at: .seconds(30))
      #expect(await box.events(until: "detected").first == .recovered(part: "camera"))
    }
  }

  @Test("does not open the camera while its light is broken")
  func brokenLights() async throws {
    let lights = RecordingLights()
    try await withBox(lights: lights) { box in
      lights.fail(Unplugged())
      box.button.press(at: .seconds(10))
      #expect(await box.events(until: "fault") == [.fault(part: "lights", reason: "unplugged")])
      #expect(box.camera.timesOpened == 0)
      lights.fail(nil)
      await box.clock.fire(.seconds(5))
      #expect(await box.events(until: "recovered") == [.recovered(part: "lights")])
    }
  }

  @Test("chooses new songs when the list has run out")
  func goesOn() async throws {
    try await withBox { box in
      await box.look()
      let first = await box.songsPlayed()
      let choice = Recommendation(track: Box.tracks[0], score: 1, reason: "It fits.")
      box.player.happens.yield(.trackStarted(choice))
      box.player.happens.yield(.trackEnded(choice, .finished, at: .seconds(200)))
      await box.player.runOut()
      let second = await box.songsPlayed()
      #expect(first.count == 5 && second.count == 5)
      #expect(!second.contains(Box.tracks[0].path))
    }
  }

  @Test("says that the library is empty, and lives on")
  func emptyLibrary() async throws {
    try await withBox(songs: []) { box in
      _ = try await box.runtime.perform(.play(nil))
      #expect(await box.events(until: "fault").last?.type == "fault")
      await #expect(throws: RequestRefusal.self) { try await box.runtime.perform(.pause) }
    }
  }

  @Test("reports a lost sound card and a missing song")
  func speaker() async throws {
    try await withBox { box in
      box.player.happens.yield(.sinkLost(reason: "gone"))
      #expect(await box.events(until: "fault") == [.fault(part: "speaker", reason: "gone")])
      box.player.happens.yield(.sinkBack)
      #expect(await box.events(until: "recovered") == [.recovered(part: "speaker")])
      let choice = Recommendation(track: Box.tracks[0], score: 1, reason: "It fits.")
      box.player.happens.yield(.trackFailed(choice, reason: "no such file"))
      #expect(await box.events(until: "fault") == [.fault(part: "library", reason: "1.flac: no such file")])
    }
  }

  @Test("goes on without its button, and takes it again when it is back")
  func buttonLost() async throws {
    try await withBox { box in
      box.button.fail(Unplugged())
      #expect(await box.events(until: "fault") == [.fault(part: "button", reason: "unplugged")])
      _ = try await box.runtime.perform(.play(nil))
      #expect(await box.songsPlayed().count == 5)
    }
  }

  @Test("tells a late listener what is true now")
  func lateListener() async throws {
    try await withBox { box in
      await box.look()
      _ = await box.events(until: "detected")
      let late = await box.runtime.bulletins()
      #expect(await late.contains { if case .mood(.some(let mood)) = $0 { mood.emotion == .happy } else { false } })
    }
  }
}

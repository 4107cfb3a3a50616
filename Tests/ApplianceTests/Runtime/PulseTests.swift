import Appliance
import Devices
import Domain
import Testing

/// What the watchdog of the service depends on.
@Suite("The box's pulse", .timeLimit(.minutes(1)))
struct PulseTests {
  @Test("beats while the camera hangs")
  func hungCamera() async throws {
    try await withBox(eyes: HungEyes()) { box in
      await box.look()
      await beat(of: box)
    }
  }

  @Test("beats after the camera failed, and while the box plays")
  func playing() async throws {
    try await withBox(.missing(HungEyes.Blindness())) { box in
      await box.look()
      #expect(await box.songsPlayed().count == 5)
      await beat(of: box)
    }
  }

  @Test("does not beat while the box itself hangs")
  func hungBox() async throws {
    let lights = HungLights()
    let beats = Mutex(0)
    try await withBox(lights: lights) { box in
      await lights.hang()
      box.runtime.pulse { beats.withLock { $0 += 1 } }
      box.runtime.post(.lost(.lights, reason: "to light them anew"))
      await lights.whenHung()
    }
  }

  private func beat(of box: Box) async {
    let (beats, beat) = AsyncStream<Void>.makeStream()
    box.runtime.pulse { beat.finish() }
    for await _ in beats {}
  }
}

/// Eyes that never come to an end, until nobody looks any more.
private struct HungEyes: Eyes {
  struct Blindness: Error {}

  func scores(in frame: Frame) async throws -> EmotionScores? {
    for await _ in AsyncStream<Never>.makeStream().stream {}
    throw Blindness()
  }
}

import Appliance
import Devices
import Domain
import Synchronization
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
    let order = Mutex<[String]>([])
    try await withBox(lampsInstead: lights) { box in
      await lights.hang()
      box.runtime.post(.asked(.privacy(true), by: .viewer))
      await lights.whenHung()
      let (beats, beat) = AsyncStream<Void>.makeStream()
      box.runtime.pulse {
        order.withLock { $0.append("beat") }
        beat.finish()
      }
      order.withLock { $0.append("mended") }
      await lights.mend()
      for await _ in beats {}
    }
    #expect(order.withLock { $0 } == ["mended", "beat"])
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

/// Lights that come on at the start, and then not until they are mended.
private actor HungLights: Lights {
  private var hangs = false
  private let (hung, hanging) = AsyncStream<Void>.makeStream()
  private let (mended, mending) = AsyncStream<Void>.makeStream()

  func hang() { hangs = true }

  func mend() { mending.finish() }

  func whenHung() async { for await _ in hung {} }

  func show(_ lamps: Lamps) async {
    guard hangs else { return }
    hanging.finish()
    for await _ in mended {}
  }
}

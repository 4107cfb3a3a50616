import Devices
import Testing

@testable import SimulatedDevices

@Suite("A paced sink")
struct PacedSinkTests {
  private let clock = ManualClock()
  private let recorder = RecordingSink(rates: [1_000])

  private func sink() -> PacedSink { PacedSink(recorder, buffer: .milliseconds(500), clock: clock) }
  /// Frames whose two samples are their number.
  private func frames(_ range: Range<Int>) -> [Float] { range.flatMap { [Float($0), Float($0)] } }

  @Test("takes half a second at once, and then as fast as it is heard")
  func paces() async throws {
    let sink = sink()
    try await sink.write(frames(0..<500), at: 1_000)
    #expect(await sink.delay() == 500)
    async let more: Void = sink.write(frames(500..<600), at: 1_000)
    #expect(await clock.advanceToNextDeadline() == .milliseconds(100))
    try await more
    #expect(await sink.delay() == 500)
    #expect(await recorder.heard == frames(0..<100))
  }

  @Test("lets nothing through that was taken back or dropped before it was heard")
  func takesBack() async throws {
    let sink = sink()
    try await sink.write(frames(0..<300), at: 1_000)
    clock.advance(by: .milliseconds(120))
    #expect(await sink.takeBack(atMost: 70) == 70)
    #expect(await sink.takeBack(atMost: 500) == 110)
    try await sink.write(frames(900..<1_000), at: 1_000)
    clock.advance(by: .milliseconds(30))
    await sink.drop()
    #expect(await recorder.heard == frames(0..<120) + frames(900..<930))
    #expect(await sink.delay() == 0)
    #expect(await recorder.closings == 1)
  }

  @Test("drains in the time that the rest takes")
  func drains() async throws {
    let sink = sink()
    try await sink.write(frames(0..<250), at: 1_000)
    async let drained: Void = sink.drain()
    #expect(await clock.advanceToNextDeadline() == .milliseconds(250))
    try await drained
    #expect(await recorder.heard == frames(0..<250))
  }

  @Test("stays silent, without catching up, after it ran dry")
  func runsDry() async throws {
    let sink = sink()
    try await sink.write(frames(0..<100), at: 1_000)
    clock.advance(by: .seconds(10))
    try await sink.write(frames(100..<200), at: 1_000)
    #expect(await sink.delay() == 100)
  }
}

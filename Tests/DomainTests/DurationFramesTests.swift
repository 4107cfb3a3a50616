import Testing

@testable import Domain

@Suite("Durations in frames")
struct DurationFramesTests {
  @Test("are exact there and back at every usual sample rate", arguments: [8_000, 22_050, 44_100, 48_000, 96_000])
  func roundTrip(rate: Int) {
    for frames in [0, 1, 2, 999, rate - 1, rate, rate * 3_600 * 24 + 7] {
      #expect(Duration(frames: frames, at: rate).frames(at: rate) == frames)
      #expect(Duration(frames: -frames, at: rate).frames(at: rate) == -frames)
    }
    #expect(Duration.milliseconds(1_500).frames(at: rate) == rate * 3 / 2)
  }

  @Test("stay within bounds whatever somebody asks for")
  func extremes() {
    #expect(Duration.seconds(Int64.max).frames(at: 48_000) == (1 << 40) * 48_000)
    #expect(Duration.seconds(Int64.min).frames(at: 48_000) == -(1 << 40) * 48_000)
  }
}

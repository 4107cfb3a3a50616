import CEbur128
import Glibc
import Testing

@testable import Audio

@Suite("The loudness meter")
struct LoudnessMeterTests {
  /// Music of a sort: tones and noise that swell and pause, other in each channel.
  private static func sound(rate: Int, seconds: Int) -> [Float] {
    var seed: UInt64 = 11
    return (0..<seconds * rate).flatMap { frame -> [Float] in
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let noise = Float(seed >> 40) / 16_777_216 - 0.5
      let time = Double(frame) / Double(rate)
      let swell = Float(exp(-2 * (time / 3 - (time / 3).rounded(.down)))) * (Int(time) % 7 == 5 ? 0 : 0.6)
      let (low, high) = (Float(sin(time * 2 * .pi * 60)), Float(sin(time * 2 * .pi * 3_000)))
      return [swell * (low + 0.2 * noise), swell * (0.3 * high + 0.1 * noise)]
    }
  }

  @Test(
    "says what libebur128 says, to 0.02 LU", arguments: [8_000, 22_050, 44_100, 96_000], [1, 0.02] as [Float])
  func reference(rate: Int, gain: Float) throws {
    let stereo = Self.sound(rate: rate, seconds: 6).map { $0 * gain }
    var meter = LoudnessMeter(sampleRate: rate)
    for start in stride(from: 0, to: stereo.count, by: 6_002) {
      meter.push(Array(stereo[start..<min(start + 6_002, stereo.count)]))
    }
    var state = ebur128_init(2, UInt(rate), Int32(EBUR128_MODE_I.rawValue))
    defer { ebur128_destroy(&state) }
    ebur128_add_frames_float(state, stereo, stereo.count / 2)
    var loudness = 0.0
    try #require(ebur128_loudness_global(state, &loudness) == 0)
    #expect(abs(meter.loudness - Float(loudness)) < 0.02)
  }

  @Test("says −70 of silence, of what is too short, and of what is quieter than that")
  func silence() {
    for sound in [
      [], [0.5, 0.5], Array(repeating: 0, count: 96_000), Self.sound(rate: 48_000, seconds: 2).map { $0 * 1e-6 },
    ]
      as [[Float]]
    {
      var meter = LoudnessMeter(sampleRate: 48_000)
      meter.push(sound)
      #expect(meter.loudness == -70)
    }
  }
}

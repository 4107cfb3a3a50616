import Testing

@testable import Audio

@Suite("Gain")
struct GainTests {
  @Test("follows the cube of the volume, held within 0 and 100")
  func volume() {
    #expect(Gain.volume(0) == 0 && Gain.volume(-5) == 0)
    #expect(Gain.volume(50) == 0.125)
    #expect(Gain.volume(100) == 1 && Gain.volume(.max) == 1)
  }

  @Test("brings a song to the wanted loudness, and leaves one alone that was not measured")
  func normalising() {
    #expect(abs(Gain.normalising(-24, to: -18) - 1.9953) < 0.001)
    #expect(abs(Gain.normalising(-8, to: -18) - 0.3162) < 0.001)
    #expect(Gain.normalising(nil, to: -18) == 1 && Gain.normalising(-.infinity, to: -18) == 1)
    #expect(abs(Gain.normalising(-70, to: -18) - 15.849) < 0.001, "no more than 24 dB")
  }

  @Test("ramps in a straight line, and the same whether applied or skipped")
  func ramps() {
    var ramp = GainRamp(sampleRate: 1_000)
    ramp.target = 1
    var samples = [Float](repeating: 1, count: 24)
    ramp.apply(to: &samples)
    for frame in 0..<12 {
      #expect(abs(samples[frame * 2] - min(1, Float(frame) / 10)) < 1e-6)
      #expect(samples[frame * 2] == samples[frame * 2 + 1])
    }
    var skipped = GainRamp(sampleRate: 1_000)
    skipped.target = 1
    skipped.advance(by: 4)
    #expect(abs(skipped.gain - 0.4) < 1e-6)
    skipped.target = 0
    skipped.advance(by: 100)
    #expect(skipped.gain == 0)
  }

  @Test("a song whose true peak is above full scale is turned down by as much, and no other")
  func peaks() {
    #expect(abs(Gain.limit(peak: 2) - 0.7943) < 0.0001)
    #expect(Gain.limit(peak: -3) == 1 && Gain.limit(peak: nil) == 1 && Gain.limit(peak: -.infinity) == 1)
  }
}

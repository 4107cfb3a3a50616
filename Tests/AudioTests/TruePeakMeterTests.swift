import Glibc
import Testing

@testable import Audio

@Suite("The true peak")
struct TruePeakMeterTests {
  private func peak(_ stereo: [Float], blocks: Int) -> Float? {
    var meter = TruePeakMeter()
    for start in stride(from: 0, to: stereo.count, by: blocks) {
      meter.push(Array(stereo[start..<min(start + blocks, stereo.count)]))
    }
    return meter.finish()
  }

  @Test("is found between the samples")
  func betweenSamples() throws {
    // A quarter of the sample rate, 45° off: every sample is at 0.707, the wave reaches 1.
    let wave = (0..<4000).flatMap { frame -> [Float] in
      let value = Float(0.5 * sin(Double(frame) * .pi / 2 + .pi / 4))
      return [value, value]
    }
    #expect(abs(try #require(peak(wave, blocks: 512)) - -6.02) < 0.3)
  }

  @Test("is that of the whole wave at four times its rate, wherever it lies", arguments: [0, 1, 31, 32, 701, 998])
  func everywhere(place: Int) throws {
    var seed: UInt64 = 7
    var stereo = (0..<2_000).map { _ -> Float in
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(seed >> 40) / 16_777_216 * 0.6 - 0.3
    }
    // Two samples of the right channel, between which the wave is higher than both.
    stereo[place * 2 + 1] = 0.5
    stereo[min(place + 1, 999) * 2 + 1] = 0.52
    let found = try #require(peak(stereo, blocks: 300))
    #expect(abs(found - 20 * log10f(Self.highest(stereo))) < 1e-4)
  }

  @Test("is nothing in silence")
  func silence() { #expect(peak(Array(repeating: 0, count: 100), blocks: 100) == nil) }

  /// As the standard writes it: every phase for every sample.
  private static func highest(_ stereo: [Float]) -> Float {
    let first: [Float] = [
      0.001_708_984_375, 0.010_986_328_125, -0.019_653_320_312_5, 0.033_203_125, -0.059_448_242_187_5,
      0.137_329_101_562_5,
      0.972_167_968_75, -0.102_294_921_875, 0.047_607_421_875, -0.026_611_328_125, 0.014_892_578_125, -0.008_300_781_25,
    ]
    let second: [Float] = [
      -0.029_174_804_687_5, 0.029_296_875, -0.051_757_812_5, 0.089_111_328_125, -0.166_503_906_25, 0.465_087_890_625,
      0.779_785_156_25, -0.200_317_382_812_5, 0.101_562_5, -0.058_227_539_062_5, 0.033_081_054_687_5,
      -0.018_920_898_437_5,
    ]
    let phases = [first, second, second.reversed(), first.reversed()]
    let samples = stereo + [Float](repeating: 0, count: 22)
    var highest = stereo.reduce(0) { max($0, abs($1)) }
    for index in samples.indices {
      for phase in phases {
        var sum: Float = 0
        for (tap, weight) in phase.enumerated() where index >= 2 * tap { sum += weight * samples[index - 2 * tap] }
        highest = max(highest, abs(sum))
      }
    }
    return highest
  }
}

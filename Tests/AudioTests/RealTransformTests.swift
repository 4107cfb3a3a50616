import Glibc
import Testing

@testable import Audio

@Suite("The transform to a power spectrum")
struct RealTransformTests {
  private static let noise: [Float] = {
    var seed: UInt64 = 3
    return (0..<8192).map { _ in
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(seed >> 40) / 16_777_216 - 0.5
    }
  }()

  @Test("is the discrete Fourier transform of the samples under a Hann window", arguments: [32, 64, 128, 512])
  func transform(size: Int) {
    let samples = Self.noise[..<size]
    var power = [Float](repeating: 0, count: size / 2 + 1)
    var transform = RealTransform(size: size)
    transform.power(of: samples, into: &power)
    for bin in power.indices {
      var (real, imaginary) = (0.0, 0.0)
      for (place, sample) in samples.enumerated() {
        let turn = 2 * Double.pi * Double(place) / Double(size)
        let value = Double(sample) * (0.5 - 0.5 * cos(turn))
        real += value * cos(turn * Double(bin))
        imaginary -= value * sin(turn * Double(bin))
      }
      let expected = (real * real + imaginary * imaginary) * 16 / Double(size * size)
      #expect(abs(Double(power[bin]) - expected) < 1e-6 + 1e-4 * expected)
    }
  }

  @Test("gives a full-scale sine the power 1 where it is, and none elsewhere", arguments: [1, 100, 2047, 4095])
  func sine(bin: Int) {
    let size = 8192
    let samples = (0..<size).map { Float(sin(2 * Double.pi * Double($0 * bin % size) / Double(size))) }
    var power = [Float](repeating: 0, count: size / 2 + 1)
    var transform = RealTransform(size: size)
    // A second time, since the first leaves its numbers behind.
    transform.power(of: Self.noise[...], into: &power)
    transform.power(of: samples[...], into: &power)
    #expect(abs(power[bin] - 1) < 0.3)
    if bin > 2, bin < size / 2 - 2 { #expect(abs(power[bin] - 1) < 1e-4) }
    #expect(power.indices.filter { abs($0 - bin) > 2 }.allSatisfy { power[$0] < 1e-9 })
  }
}

import Inference
import Testing

@Suite("Fixed-point arithmetic")
struct FixedPointTests {
  @Test("rounds halves away from zero when it divides by a power of two")
  func division() {
    #expect(
      [-6, -5, -3, -2, -1, 0, 1, 2, 3, 5, 6].map { FixedPoint.divide($0, byPowerOfTwo: 1) } == [
        -3, -3, -2, -1, -1, 0, 1, 1, 2, 3, 3,
      ])
    #expect(FixedPoint.divide(.min, byPowerOfTwo: 31) == -1)
    #expect(FixedPoint.divide(.max, byPowerOfTwo: 0) == .max)
  }

  @Test("multiplies fractions of 2³¹")
  func multiplication() {
    #expect(FixedPoint.multiply(1 << 30, 1 << 30) == 1 << 29)
    #expect(FixedPoint.multiply(-3, 1 << 30) == -1, "halves go upwards")
    #expect(FixedPoint.multiply(3, 1 << 30) == 2)
    #expect(FixedPoint.multiply(.min, .max) == Int32.min + 1)
  }

  @Test("keeps factors as LiteRT does, to 31 bits")
  func factors() throws {
    #expect(FixedPointMultiplier(0.5) == FixedPointMultiplier(fraction: 1 << 30, exponent: 0))
    #expect(FixedPointMultiplier(1) == FixedPointMultiplier(fraction: 1 << 30, exponent: 1))
    #expect(FixedPointMultiplier(0.75) == FixedPointMultiplier(fraction: 3 << 29, exponent: 0))
    #expect(FixedPointMultiplier(0) == FixedPointMultiplier(fraction: 0, exponent: 0))
    #expect(FixedPointMultiplier(1.0.nextDown) == FixedPointMultiplier(fraction: 1 << 30, exponent: 1))
    #expect(FixedPointMultiplier(1e-30) == FixedPointMultiplier(fraction: 0, exponent: 0), "too small to matter")
    for refused in [-1, 2_147_483_648, .infinity, .nan] { #expect(FixedPointMultiplier(refused) == nil) }
  }

  @Test("is within a step of real arithmetic")
  func products() throws {
    var generator = SplitMix(seed: 1)
    for _ in 0..<20_000 {
      let factor = Double.random(in: 1e-6...1, using: &generator)
      let value = Int32.random(in: -1_000_000_000...1_000_000_000, using: &generator)
      let multiplier = try #require(FixedPointMultiplier(factor))
      #expect(abs(Double(multiplier(value)) - Double(value) * factor) <= 1.5)
    }
  }
}

/// A small random generator whose sequence is fixed by its seed, the same on every machine.
///
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// About standard normal: the sum of twelve uniform numbers less 6, which has variance 1 and needs no C library.
  mutating func normal<Number: BinaryFloatingPoint>(_: Number.Type = Number.self) -> Number
  where Number.RawSignificand: FixedWidthInteger {
    var sum: Number = -6
    for _ in 0..<12 { sum += Number.random(in: 0..<1, using: &self) }
    return sum
  }
}

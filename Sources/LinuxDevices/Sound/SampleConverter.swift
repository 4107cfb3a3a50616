/// Turns float samples into what a device takes, without allocating anything.
///
/// What a format can hold exactly comes out bit for bit. At 16 bits the rest is dithered with noise of triangular
/// distribution, two steps wide (Lipshitz, Wannamaker and Vanderkooy 1992), so that what lies below a step is heard as
/// noise and not as distortion. Too loud is as loud as can be; what is no number is silence.
struct SampleConverter {
  let format: SampleFormat
  private var random: UInt64 = 0x9E37_79B9_7F4A_7C15

  init(_ format: SampleFormat) { self.format = format }

  /// Writes `count` samples, an even number; `output` has room for them.
  mutating func convert(_ input: UnsafePointer<Float>, count: Int, to output: UnsafeMutableRawPointer) {
    switch format {
    case .s16:
      let output = output.assumingMemoryBound(to: Int16.self)
      if Self.isExact(input, count: count) {
        for index in 0..<count { output[index] = Int16(Self.held(input[index] * 32_768, -32_768...32_767)) }
      } else {
        dither(input, count: count, to: output)
      }
    case .s24:
      let output = output.assumingMemoryBound(to: Int32.self)
      for index in 0..<count {
        output[index] = Int32(Self.rounded(Self.held(input[index] * 8_388_608, -8_388_608...8_388_607)))
      }
    case .s24Packed:
      let output = output.assumingMemoryBound(to: UInt8.self)
      for index in 0..<count {
        let value = Int32(Self.rounded(Self.held(input[index] * 8_388_608, -8_388_608...8_388_607)))
        output[index * 3] = UInt8(truncatingIfNeeded: value)
        output[index * 3 + 1] = UInt8(truncatingIfNeeded: value >> 8)
        output[index * 3 + 2] = UInt8(truncatingIfNeeded: value >> 16)
      }
    case .s32:
      let output = output.assumingMemoryBound(to: Int32.self)
      // Up to the largest float below 2³¹.
      for index in 0..<count {
        output[index] = Int32(Self.held(input[index] * 2_147_483_648, -2_147_483_648...2_147_483_520))
      }
    case .float:
      let output = output.assumingMemoryBound(to: Float.self)
      for index in 0..<count { output[index] = Self.held(input[index], -1...1) }
    }
  }

  /// Whether 16 bits hold every sample as it is.
  private static func isExact(_ input: UnsafePointer<Float>, count: Int) -> Bool {
    var isExact = true
    for index in 0..<count {
      let scaled = input[index] * 32_768
      isExact = isExact && rounded(scaled) == scaled
    }
    return isExact
  }

  private mutating func dither(_ input: UnsafePointer<Float>, count: Int, to output: UnsafeMutablePointer<Int16>) {
    let step = Float(1) / 65_536
    for index in 0..<count {
      // Marsaglia's xorshift64; the difference of two even distributions is triangular.
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      let noise =
        (Float(UInt16(truncatingIfNeeded: random >> 16)) - Float(UInt16(truncatingIfNeeded: random >> 40))) * step
      output[index] = Int16(Self.rounded(Self.held(input[index] * 32_768 + noise, -32_768...32_767)))
    }
  }

  private static func held(_ value: Float, _ range: ClosedRange<Float>) -> Float {
    value == value ? min(max(value, range.lowerBound), range.upperBound) : 0
  }

  /// To the nearest whole number, for up to 2²²: adding a number whose last bit is worth 1 rounds. Larger floats are
  /// whole in steps of at most a half, which this rounds as well.
  private static func rounded(_ value: Float) -> Float {
    let magic: Float = 12_582_912
    return abs(value) < 4_194_304 ? (value + magic) - magic : value
  }
}

import Glibc

/// Integrated loudness of stereo by EBU R 128 (ITU-R BS.1770-4): how loud all that was heard is to people, but for its pauses.
///
/// Both channels are filtered side by side. libebur128 says the same, to 0.01 LU, in four times the time: the tests compare.
struct LoudnessMeter {
  /// What counts as silence: the absolute gate of BS.1770, in LUFS.
  static let silence: Float = -70

  /// The head's effect on high tones, and then the ear's deafness for low ones.
  private var shelf: Filter
  private var highPass: Filter
  /// Frames in a tenth of a second, and those of the present one so far.
  private let tenth: Int
  private var frames = 0
  private var sum = SIMD2<Double>.zero
  /// Mean power of each tenth of a second: a song of half an hour has 18 000.
  private var tenths: [Float] = []

  init(sampleRate: Int) {
    // The filters of BS.1770 are given for 48 kHz; these are the analogue ones behind them (Brecht De Man, "Evaluation of
    // implementations of the EBU R128 loudness measurement", AES 145, 2018).
    let rate = Double(sampleRate)
    let (gain, middle) = (pow(10, 3.999_843_853_973_347 / 20), 0.499_666_774_154_541_6)
    var k = tan(Double.pi * 1_681.974_450_955_533 / rate)
    var q = 0.707_175_236_955_419_6
    var unit = 1 + k / q + k * k
    let part = pow(gain, middle)
    shelf = Filter(
      b: ((gain + part * k / q + k * k) / unit, 2 * (k * k - gain) / unit, (gain - part * k / q + k * k) / unit),
      a: (2 * (k * k - 1) / unit, (1 - k / q + k * k) / unit))
    k = tan(Double.pi * 38.135_470_876_024_44 / rate)
    q = 0.500_327_037_323_877_3
    unit = 1 + k / q + k * k
    highPass = Filter(b: (1, -2, 1), a: (2 * (k * k - 1) / unit, (1 - k / q + k * k) / unit))
    tenth = (sampleRate + 5) / 10
  }

  mutating func push(_ stereo: [Float]) {
    var start = 0
    while start < stereo.count {
      let end = min(stereo.count, start + 2 * (tenth - frames))
      measure(stereo[start..<end])
      frames += (end - start) / 2
      start = end
      if frames == tenth {
        tenths.append(Float((sum.x + sum.y) / Double(tenth)))
        (frames, sum) = (0, .zero)
      }
    }
    shelf.settle()
    highPass.settle()
  }

  /// In LUFS, −70 or above.
  var loudness: Float {
    // Blocks of 0.4 s, each 0.1 s after the one before.
    let blocks = tenths.indices.dropFirst(3).map { (tenths[$0 - 3] + tenths[$0 - 2] + tenths[$0 - 1] + tenths[$0]) / 4 }
    let heard = blocks.filter { Self.level($0) >= Self.silence }
    let gate = Self.level(Self.mean(heard)) - 10
    return max(Self.silence, Self.level(Self.mean(heard.filter { Self.level($0) >= gate })))
  }

  private static func mean(_ powers: [Float]) -> Float {
    powers.isEmpty ? 0 : Float(powers.reduce(0) { $0 + Double($1) } / Double(powers.count))
  }

  private static func level(_ power: Float) -> Float { -0.691 + 10 * log10f(max(power, 1e-30)) }

  private mutating func measure(_ stereo: ArraySlice<Float>) {
    // Copies, so that the state stays in registers.
    var (shelf, highPass, sum) = (shelf, highPass, sum)
    stereo.withUnsafeBufferPointer { samples in
      for frame in 0..<samples.count / 2 {
        let heard = highPass.next(shelf.next(SIMD2(Double(samples[frame * 2]), Double(samples[frame * 2 + 1]))))
        sum += heard * heard
      }
    }
    (self.shelf, self.highPass, self.sum) = (shelf, highPass, sum)
  }

  /// A filter of the second order for two channels, in direct form II.
  private struct Filter {
    let b: (Double, Double, Double)
    let a: (Double, Double)
    var last = SIMD2<Double>.zero
    var lastButOne = SIMD2<Double>.zero

    init(b: (Double, Double, Double), a: (Double, Double)) {
      self.b = b
      self.a = a
    }

    /// Each step waits for the last one; `lastButOne`, which is there already, is reckoned with first.
    @inline(__always)
    mutating func next(_ input: SIMD2<Double>) -> SIMD2<Double> {
      let state = (input - lastButOne * a.1) - last * a.0
      defer { (last, lastButOne) = (state, last) }
      return state * b.0 + (last * b.1 + lastButOne * b.2)
    }

    /// What fades away for ever becomes nothing: processors are slow with the smallest numbers.
    mutating func settle() {
      if abs(last.x) + abs(last.y) + abs(lastButOne.x) + abs(lastButOne.y) < 1e-30 {
        (last, lastButOne) = (.zero, .zero)
      }
    }
  }
}

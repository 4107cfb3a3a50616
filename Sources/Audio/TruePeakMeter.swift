import Glibc

/// Finds the true peak of a stream of stereo: the highest point of the wave between its samples, too.
///
/// The wave is read at four times its rate with the filter of ITU-R BS.1770-4, annex 2. Where even the largest samples could not
/// make a wave as high as the highest point so far, it is not read.
struct TruePeakMeter {
  /// The filter's first two phases, newest sample first; the fourth and third are their mirror images.
  private static let phases: [[Float]] = [
    [
      0.001_708_984_375, 0.010_986_328_125, -0.019_653_320_312_5, 0.033_203_125, -0.059_448_242_187_5,
      0.137_329_101_562_5,
      0.972_167_968_75, -0.102_294_921_875, 0.047_607_421_875, -0.026_611_328_125, 0.014_892_578_125, -0.008_300_781_25,
    ],
    [
      -0.029_174_804_687_5, 0.029_296_875, -0.051_757_812_5, 0.089_111_328_125, -0.166_503_906_25, 0.465_087_890_625,
      0.779_785_156_25, -0.200_317_382_812_5, 0.101_562_5, -0.058_227_539_062_5, 0.033_081_054_687_5,
      -0.018_920_898_437_5,
    ],
  ]
  /// Taps of both phases by their even and odd parts: what they make of the sum of two samples as far from the middle, and of
  /// their difference. A phase and its mirror image are their sum and their difference, of which the larger is |even| + |odd|.
  private static let taps: [(even: SIMD2<Float>, odd: SIMD2<Float>)] = (0..<6).map { tap in
    let (near, far) = (SIMD2(phases[0][tap], phases[1][tap]), SIMD2(phases[0][11 - tap], phases[1][11 - tap]))
    return ((near + far) / 2, (near - far) / 2)
  }
  /// Of a wave over the largest of its samples: the sum of the second phase's taps, all of one sign.
  private static let most = phases[1].reduce(0) { $0 + abs($1) }
  /// Samples that are looked at together, those before them that the filter needs, and these in whole eights.
  private static let chunk = 64
  private static let reach = 22
  private static let margin = 24

  private var highest: Float = 0
  private var samples = [Float](repeating: 0, count: margin)

  mutating func push(_ stereo: [Float]) {
    samples += stereo
    let taps = Self.taps
    var (place, highest) = (Self.margin, highest)
    samples.withUnsafeBufferPointer { samples in
      while place + Self.chunk <= samples.count {
        // The chunk lies within the samples, and so does the `margin` before it.
        let first = samples.baseAddress! + place
        let largest = Self.largest(first)
        highest = max(highest, largest)
        if largest * Self.most > highest { highest = max(highest, Self.peak(first, taps)) }
        place += Self.chunk
      }
    }
    self.highest = highest
    samples.removeFirst(place - Self.margin)
  }

  /// In dB of full scale, with silence behind all that was pushed; nil for nothing but silence.
  mutating func finish() -> Float? {
    push(Array(repeating: 0, count: Self.chunk + Self.reach))
    return highest > 1e-5 ? 20 * log10f(highest) : nil
  }

  /// Of the `chunk` samples from `first` on and, for the filter's sake, the `margin` before it.
  private static func largest(_ first: UnsafePointer<Float>) -> Float {
    var largest = SIMD8<Float>.zero
    for offset in stride(from: -margin, to: chunk, by: 8) { largest.raise(to: eight(first, offset).magnitude) }
    return largest.max()
  }

  /// The highest point of the `chunk` samples from `first` on; `reach` samples lie before it.
  private static func peak(
    _ first: UnsafePointer<Float>, _ taps: [(even: SIMD2<Float>, odd: SIMD2<Float>)]
  ) -> Float {
    var highest = SIMD8<Float>.zero
    for place in stride(from: 0, to: chunk, by: 8) {
      var (even, odd) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
      var (secondEven, secondOdd) = (even, odd)
      // Newest and oldest first; two channels take turns.
      for tap in 0..<6 {
        let (new, old) = (eight(first, place - 2 * tap), eight(first, place - reach + 2 * tap))
        let (sum, difference) = (new + old, new - old)
        even += sum * taps[tap].even.x
        odd += difference * taps[tap].odd.x
        secondEven += sum * taps[tap].even.y
        secondOdd += difference * taps[tap].odd.y
      }
      highest.raise(to: even.magnitude + odd.magnitude)
      highest.raise(to: secondEven.magnitude + secondOdd.magnitude)
    }
    return highest.max()
  }

  @inline(__always)
  private static func eight(_ first: UnsafePointer<Float>, _ offset: Int) -> SIMD8<Float> {
    UnsafeRawPointer(first + offset).loadUnaligned(as: SIMD8<Float>.self)
  }
}

extension SIMD8<Float> {
  @inline(__always)
  fileprivate var magnitude: Self { replacing(with: -self, where: self .< 0) }

  @inline(__always)
  fileprivate mutating func raise(to other: Self) { replace(with: other, where: other .> self) }
}

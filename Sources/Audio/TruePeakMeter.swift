import Glibc

/// Finds the true peak of a stream of stereo: the highest point of the wave between its samples, too.
///
/// The wave is read at four times its rate with the filter of ITU-R BS.1770-4, annex 2. It is read only around samples that are at
/// least half as high as the highest point so far: in music no wave rises to more than twice the samples beside it.
struct TruePeakMeter {
  /// The filter's four phases, tap by tap: the newest sample has the first.
  private static let taps: [SIMD4<Float>] = [
    [0.001_708_984_375, -0.029_174_804_687_5, -0.018_920_898_437_5, -0.008_300_781_25],
    [0.010_986_328_125, 0.029_296_875, 0.033_081_054_687_5, 0.014_892_578_125],
    [-0.019_653_320_312_5, -0.051_757_812_5, -0.058_227_539_062_5, -0.026_611_328_125],
    [0.033_203_125, 0.089_111_328_125, 0.101_562_5, 0.047_607_421_875],
    [-0.059_448_242_187_5, -0.166_503_906_25, -0.200_317_382_812_5, -0.102_294_921_875],
    [0.137_329_101_562_5, 0.465_087_890_625, 0.779_785_156_25, 0.972_167_968_75],
    [0.972_167_968_75, 0.779_785_156_25, 0.465_087_890_625, 0.137_329_101_562_5],
    [-0.102_294_921_875, -0.200_317_382_812_5, -0.166_503_906_25, -0.059_448_242_187_5],
    [0.047_607_421_875, 0.101_562_5, 0.089_111_328_125, 0.033_203_125],
    [-0.026_611_328_125, -0.058_227_539_062_5, -0.051_757_812_5, -0.019_653_320_312_5],
    [0.014_892_578_125, 0.033_081_054_687_5, 0.029_296_875, 0.010_986_328_125],
    [-0.008_300_781_25, -0.018_920_898_437_5, -0.029_174_804_687_5, 0.001_708_984_375],
  ]

  private var highest: Float = 0
  /// The last eleven frames, for the beginning of the next block.
  private var history = [Float](repeating: 0, count: 22)

  /// In dB of full scale; nil for silence.
  var peak: Float? { highest > 1e-5 ? 20 * log10f(highest) : nil }

  mutating func push(_ stereo: [Float]) {
    let samples = history + stereo
    let taps = Self.taps
    samples.withUnsafeBufferPointer { samples in
      for index in history.count..<samples.count {
        // The filter's middle lies between the samples five and six frames ago.
        let near = max(abs(samples[index - 10]), abs(samples[index - 12]))
        guard near > 0.5 * highest else { continue }
        var points = SIMD4<Float>.zero
        for tap in 0..<12 where index - 2 * tap >= 0 { points += taps[tap] * samples[index - 2 * tap] }
        let (least, most) = (points.min(), points.max())
        highest = max(highest, near, most, -least)
      }
    }
    history = Array(samples.suffix(22))
  }
}

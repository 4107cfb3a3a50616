import Glibc

/// Tells how strongly notes begin from moment to moment, and how bright the sound is.
///
/// The onset strength is the spectral flux of log-compressed mel bands (after Böck, Krebs and Schedl, "Evaluating the
/// online capabilities of onset detection methods", ISMIR 2012): the ear hears ratios, so a rise counts by its logarithm.
struct OnsetDetector {
  private static let size = 1024
  private static let step = 256
  private static let bands = 32
  /// Bands below about 250 Hz, where bass and bass drum are.
  private static let lowBands = 4
  /// Added to a band's power, −60 dB of full scale, so that what nobody hears is no rise.
  private static let floor: Float = 1e-6

  /// Strengths a second.
  let rate: Float
  /// Sum of all strengths so far, and their number.
  private(set) var strengthSum: Float = 0
  private(set) var count = 0
  /// Sums of all amplitudes so far, times their frequency and as they are.
  private var brightnessSum: Double = 0
  private var amplitudeSum: Double = 0

  private var transform: RealTransform
  private var cutter: FrameCutter
  private var power: [Float]
  /// Of each band in the frame before, in bels; empty at first.
  private var levels: [Float]
  /// First bin of each band, and the end of the last one.
  private let edges: [Int]
  private let binWidth: Float

  init(sampleRate: Int) {
    rate = Float(sampleRate) / Float(Self.step)
    transform = RealTransform(size: Self.size)
    cutter = FrameCutter(size: Self.size, step: Self.step)
    power = Array(repeating: 0, count: Self.size / 2 + 1)
    levels = []
    binWidth = Float(sampleRate) / Float(Self.size)
    edges = Self.edges(binWidth: binWidth)
  }

  /// Takes samples in; returns the strength of every moment that is complete by then, of all bands and of the low ones: the mean rise,
  /// in bels.
  mutating func process(_ samples: [Float]) -> (all: [Float], low: [Float]) {
    cutter.append(samples)
    var (all, low): ([Float], [Float]) = ([], [])
    while let frame = cutter.next() {
      transform.power(of: frame, into: &power)
      let rise = rise()
      all.append(rise.all)
      low.append(rise.low)
      brighten()
    }
    strengthSum += all.reduce(0, +)
    count += all.count
    return (all, low)
  }

  /// Amplitude-weighted mean frequency of all that was heard, in Hz (the spectral centroid); 0 for silence.
  var centroid: Float { amplitudeSum > 0 ? Float(brightnessSum / amplitudeSum) : 0 }

  private mutating func rise() -> (all: Float, low: Float) {
    let isFirst = levels.isEmpty
    if isFirst { levels = Array(repeating: 0, count: Self.bands) }
    var (all, low): (Float, Float) = (0, 0)
    for band in 0..<Self.bands {
      let level = log10f(Self.floor + sum(edges[band]..<edges[band + 1]))
      let rise = max(0, level - levels[band])
      levels[band] = level
      all += rise
      if band < Self.lowBands { low += rise }
    }
    return isFirst ? (0, 0) : (all / Float(Self.bands), low / Float(Self.lowBands))
  }

  /// The power in some bins.
  private func sum(_ bins: Range<Int>) -> Float {
    power[bins].withUnsafeBytes { bytes in
      let fours = bins.count / 4
      var sums = SIMD4<Float>.zero
      for four in 0..<fours { sums += bytes.loadUnaligned(fromByteOffset: four * 16, as: SIMD4<Float>.self) }
      return power[(bins.lowerBound + fours * 4)..<bins.upperBound].reduce(sums.sum(), +)
    }
  }

  /// The highest bin, half the sample rate, where no music is, is left out: the others come in fours.
  private mutating func brighten() {
    var (weighted, sum) = (SIMD4<Float>.zero, SIMD4<Float>.zero)
    var bins: SIMD4<Float> = [0, 1, 2, 3]
    power.withUnsafeBytes { bytes in
      for four in 0..<Self.size / 8 {
        let power = bytes.loadUnaligned(fromByteOffset: four * 16, as: SIMD4<Float>.self)
        let amplitude = power.squareRoot().replacing(with: 0, where: power .<= 1e-10)
        weighted += amplitude * bins
        sum += amplitude
        bins += 4
      }
    }
    brightnessSum += Double(weighted.sum() * binWidth)
    amplitudeSum += Double(sum.sum())
  }

  /// Bands of equal width on the mel scale (O'Shaughnessy 1987) from 30 Hz to half the sample rate, a bin each at least.
  private static func edges(binWidth: Float) -> [Int] {
    func mel(_ frequency: Float) -> Float { 2595 * log10f(1 + frequency / 700) }
    let (low, high) = (mel(30), mel(binWidth * Float(size) / 2))
    var edges: [Int] = []
    for band in 0...bands {
      let frequency = 700 * (powf(10, (low + (high - low) * Float(band) / Float(bands)) / 2595) - 1)
      edges.append(max(Int((frequency / binWidth).rounded()), (edges.last ?? 0) + 1))
    }
    return edges.map { min($0, size / 2 + 1) }
  }
}

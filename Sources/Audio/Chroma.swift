import Glibc

/// Collects how much of each pitch, whatever its octave, is in the music.
///
/// Only the peaks of the spectrum count, and each at its exact frequency (Gómez, "Tonal description of music audio
/// signals", 2006), so that the noise of drums and the width of the window do not smear the pitches.
struct Chroma {
  private static let size = 8192
  private static let step = 4096
  /// An octave is counted in tenths of semitones, so that instruments need not be tuned to 440 Hz.
  private static let fineness = 10
  /// From C2 to C7: below, the bins are wider than semitones; above, there are only overtones.
  private static let range: ClosedRange<Float> = 65.4...2093

  private var transform: RealTransform
  private var cutter: FrameCutter
  private var power: [Float]
  private var histogram: [Float]
  /// How regularly the harmony changes.
  private(set) var rhythm: HarmonicRhythm
  /// Frames a second.
  let rate: Float
  private let binWidth: Float

  init(sampleRate: Int) {
    transform = RealTransform(size: Self.size)
    cutter = FrameCutter(size: Self.size, step: Self.step)
    power = Array(repeating: 0, count: Self.size / 2 + 1)
    histogram = Array(repeating: 0, count: 12 * Self.fineness)
    binWidth = Float(sampleRate) / Float(Self.size)
    rate = Float(sampleRate) / Float(Self.step)
    rhythm = HarmonicRhythm(rate: rate)
  }

  mutating func process(_ samples: [Float]) {
    cutter.append(samples)
    while let frame = cutter.next() {
      transform.power(of: frame, into: &power)
      rhythm.push(collectPeaks())
    }
  }

  /// Twelve amounts from C on, with the tuning of the music taken out; all 0 when nothing had a pitch.
  var pitchClasses: [Float] {
    let tuning = tuning
    var classes = [Float](repeating: 0, count: 12)
    for (bin, amount) in histogram.enumerated() {
      let semitone = Int(((Float(bin) - tuning) / Float(Self.fineness)).rounded())
      classes[(semitone + 12) % 12] += amount
    }
    return classes
  }

  /// How far the music is from 440 Hz, in tenths of a semitone, −5…5: the circular mean of all pitches.
  private var tuning: Float {
    var (x, y): (Float, Float) = (0, 0)
    for (bin, amount) in histogram.enumerated() {
      let angle = 2 * .pi * Float(bin % Self.fineness) / Float(Self.fineness)
      x += amount * cosf(angle)
      y += amount * sinf(angle)
    }
    return atan2f(y, x) / (2 * .pi) * Float(Self.fineness)
  }

  /// Returns what it adds, by pitch class at 440 Hz.
  private mutating func collectPeaks() -> [Float] {
    var classes = [Float](repeating: 0, count: 12)
    let bins = Int(Self.range.lowerBound / binWidth)...Int(Self.range.upperBound / binWidth)
    guard let loudest = power[bins].max(), loudest > 1e-7 else { return classes }
    for bin in bins {
      let (left, here, right) = (power[bin - 1], power[bin], power[bin + 1])
      // Peaks more than 40 dB below the loudest are its window's skirts as often as notes.
      guard here > left, here >= right, here > loudest * 1e-4 else { continue }
      // The top of the parabola through three logarithms is where the frequency really is.
      let (a, b, c) = (logf(left + 1e-20), logf(here), logf(right + 1e-20))
      let bend = a - 2 * b + c
      let shift = bend < 0 ? 0.5 * (a - c) / bend : 0
      let semitones = 12 * log2f((Float(bin) + shift) * binWidth / 440) + 69
      let place = Int((semitones * Float(Self.fineness)).rounded())
      // Every moment counts the same, however loud.
      let amount = (here / loudest).squareRoot()
      histogram[place % histogram.count] += amount
      classes[Int(semitones.rounded()) % 12] += amount
    }
    return classes
  }
}

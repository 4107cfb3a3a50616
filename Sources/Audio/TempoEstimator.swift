import Glibc

/// Estimates the tempo from onset strengths.
///
/// Their autocorrelation, over windows of twelve seconds so that memory stays small and a tempo that drifts does not
/// blur, is read at up to four beats' distance for every tempo of 60–200 BPM. As listeners do, it prefers tempi near
/// 120 BPM: a log-normal prior one octave wide (Ellis, "Beat tracking by dynamic programming", JNMR 36, 2007).
struct TempoEstimator {
  /// What is said of music too short or too even to have a tempo, in BPM.
  static let unknown: Float = 120

  private static let slowest: Float = 60
  private static let fastest: Float = 200
  private static let beats = 4

  /// Onset strengths a second.
  private let rate: Float
  private let window: Int
  /// Sum of the autocorrelations of the windows so far; each is 1 at lag 0.
  private var correlation: [Float]
  private var waiting: [Float] = []

  init(rate: Float) {
    self.rate = rate
    window = Int(12 * rate)
    correlation = Array(repeating: 0, count: Int(Float(Self.beats) * rate * 60 / Self.slowest) + 2)
  }

  mutating func process(_ strengths: [Float]) {
    waiting += strengths
    while waiting.count >= window {
      correlate(Array(waiting.prefix(window)))
      waiting.removeFirst(window / 2)
    }
  }

  /// In BPM. Nothing comes after it.
  mutating func finish() -> Float {
    // The last half window was seen already, unless it is all there is.
    if correlation[0] == 0 { correlate(waiting) }
    guard correlation[0] > 0 else { return Self.unknown }
    var (best, tempo): (Float, Float) = (0, Self.unknown)
    var candidate = Self.slowest
    while candidate <= Self.fastest {
      let octaves = log2f(candidate / 120)
      let score = pulse(period: rate * 60 / candidate) * expf(-octaves * octaves / 2)
      if score > best { (best, tempo) = (score, candidate) }
      candidate *= 1.001
    }
    return tempo
  }

  /// How much the strengths at whole beats are alike, less those between the beats: if there is as much between them,
  /// the true pulse is twice as fast.
  private func pulse(period: Float) -> Float {
    var sum: Float = 0
    for beat in 1...Self.beats { sum += at(Float(beat) * period) - 0.25 * at((Float(beat) - 0.5) * period) }
    return sum
  }

  /// The autocorrelation at a lag between whole ones.
  private func at(_ lag: Float) -> Float {
    let whole = Int(lag)
    let part = lag - Float(whole)
    return correlation[whole] * (1 - part) + correlation[whole + 1] * part
  }

  private mutating func correlate(_ strengths: [Float]) {
    let count = strengths.count
    // Less than two bars of the slowest tempo say nothing.
    guard count >= correlation.count else { return }
    let mean = strengths.reduce(0, +) / Float(count)
    let centred = strengths.map { $0 - mean }
    let power = centred.reduce(0) { $0 + $1 * $1 } / Float(count)
    guard power > 1e-8 else { return }
    centred.withUnsafeBufferPointer { values in
      for lag in correlation.indices {
        var sum: Float = 0
        for index in 0..<(count - lag) { sum += values[index] * values[index + lag] }
        correlation[lag] += sum / (Float(max(1, count - lag)) * power)
      }
    }
  }
}

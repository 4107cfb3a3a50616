import Glibc

/// Estimates the tempo from onset strengths.
///
/// The strengths of the whole sound and of its low part, where bass and drums mark the beat, are each compared with
/// themselves some time later (autocorrelation), over windows of twelve seconds so that memory stays small and a tempo that drifts
/// does not blur. Every tempo of 40–220 BPM is scored by how alike they are at one to four beats' distance; one whose half beats are
/// as strong as its beats is taken for half of the true one. As listeners do, it prefers tempi near 120 BPM: a log-normal prior (Ellis, "Beat
/// tracking by dynamic programming", JNMR 36, 2007; van Noorden and Moelants, "Resonance in the perception of musical pulse", 1999).
struct TempoEstimator {
  /// What is said of music too short or too even to have a tempo, in BPM.
  static let unknown: Float = 120

  /// What is known of the tempo.
  struct Estimate: Equatable {
    /// In BPM.
    var tempo: Float
    /// 0…1: how much better it is than any other tempo, times how alike the beats are.
    var confidence: Float
    /// 0…1: how alike the beats are.
    var pulse: Float
  }

  private static let slowest: Float = 40
  private static let fastest: Float = 220
  private static let beats = 4
  /// Of the distances of one to four beats.
  private static let weights: [Float] = [0.3, 0.25, 0.2, 0.25]
  /// Standard deviation of the prior, in octaves.
  private static let width: Float = 0.9

  /// Onset strengths a second.
  private let rate: Float
  private let window: Int
  /// Sums of the autocorrelations of the windows so far; each is 1 at lag 0.
  private var whole: [Float]
  private var low: [Float]
  private var waiting: [Float] = []
  private var waitingLow: [Float] = []

  init(rate: Float) {
    self.rate = rate
    window = Int(12 * rate)
    let lags = Int(Float(Self.beats) * rate * 60 / Self.slowest) + 2
    whole = Array(repeating: 0, count: lags)
    low = whole
  }

  mutating func process(_ strengths: [Float], low lowStrengths: [Float]) {
    waiting += strengths
    waitingLow += lowStrengths
    while waiting.count >= window {
      Self.correlate(waiting[..<window], into: &whole)
      Self.correlate(waitingLow[..<window], into: &low)
      waiting.removeFirst(window / 2)
      waitingLow.removeFirst(window / 2)
    }
  }

  /// Nothing comes after it.
  mutating func finish() -> Estimate {
    // The last half window was seen already, unless it is all there is.
    if whole[0] == 0 {
      Self.correlate(waiting[...], into: &whole)
      Self.correlate(waitingLow[...], into: &low)
    }
    guard whole[0] > 0 else { return Estimate(tempo: Self.unknown, confidence: 0, pulse: 0) }
    let correlation = zip(whole, low).map { 0.6 * $0 / max(whole[0], 1e-9) + 0.4 * $1 / max(low[0], 1e-9) }
    var scores: [(tempo: Float, score: Float, pulse: Float)] = []
    var candidate = Self.slowest
    while candidate <= Self.fastest {
      let octaves = log2f(candidate / 120) / Self.width
      let pulse = Self.pulse(correlation, period: rate * 60 / candidate)
      scores.append((candidate, pulse * expf(-octaves * octaves / 2), pulse))
      candidate *= 1.002
    }
    guard let best = scores.max(by: { $0.score < $1.score }), best.score > 0 else {
      return Estimate(tempo: Self.unknown, confidence: 0, pulse: 0)
    }
    let rival = scores.lazy.filter { abs($0.tempo / best.tempo - 1) > 0.06 }.map(\.score).max() ?? 0
    let margin = min(1, 2 * (1 - max(0, rival) / best.score))
    let strength = min(1, max(0, best.pulse) / 0.5)
    return Estimate(tempo: best.tempo, confidence: margin * strength, pulse: min(1, max(0, best.pulse)))
  }

  /// How much the strengths at whole beats are alike; less when those half a beat away are as much alike.
  private static func pulse(_ correlation: [Float], period: Float) -> Float {
    /// The autocorrelation at a lag between whole ones.
    func at(_ lag: Float) -> Float {
      let whole = min(Int(lag), correlation.count - 2)
      let part = lag - Float(whole)
      return correlation[whole] * (1 - part) + correlation[whole + 1] * part
    }
    var (on, off): (Float, Float) = (0, 0)
    for (beat, weight) in zip(1...beats, weights) {
      on += at(Float(beat) * period) * weight
      off += at((Float(beat) - 0.5) * period) * weight
    }
    return on - max(0, off - 0.85 * max(0, on))
  }

  private static func correlate(_ strengths: ArraySlice<Float>, into correlation: inout [Float]) {
    let count = strengths.count
    // Less than two bars of a usual tempo say nothing.
    guard count >= correlation.count / 2 else { return }
    let mean = strengths.reduce(0, +) / Float(count)
    let centred = strengths.map { $0 - mean }
    let power = centred.reduce(0) { $0 + $1 * $1 } / Float(count)
    guard power > 1e-8 else { return }
    centred.withUnsafeBufferPointer { values in
      for lag in 0..<min(correlation.count, count) {
        var sums = SIMD8<Float>.zero
        var index = 0
        let last = count - lag
        while index + 8 <= last {
          // Both eights lie within the values: index + lag + 8 ≤ count.
          let here = UnsafeRawPointer(values.baseAddress! + index).loadUnaligned(as: SIMD8<Float>.self)
          let there = UnsafeRawPointer(values.baseAddress! + index + lag).loadUnaligned(as: SIMD8<Float>.self)
          sums += here * there
          index += 8
        }
        var sum = sums.sum()
        while index < last {
          sum += values[index] * values[index + lag]
          index += 1
        }
        correlation[lag] += sum / (Float(last) * power)
      }
    }
  }
}

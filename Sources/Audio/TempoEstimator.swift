import Glibc

/// Estimates the tempo from onset strengths and from the rhythm of the harmony.
///
/// The strengths of the whole sound and of its low part, where bass and drums mark the beat, are each compared with
/// themselves some time later (autocorrelation), over windows of twelve seconds so that memory stays small and a tempo that drifts
/// does not blur. Every tempo of 40–220 BPM is scored by how alike they are at one to four beats' distance; one whose half beats are
/// as strong as its beats is taken for half of the true one.
///
/// That leaves open whether the beat is twice as fast, or half. Three things decide: how plain the pulse is; whether the harmony changes every
/// four or three beats rather than every two, as with bars; and, as for listeners, how near to 120 BPM it is: a log-normal prior (Ellis, "Beat
/// tracking by dynamic programming", JNMR 36, 2007; van Noorden and Moelants, "Resonance in the perception of musical pulse", 1999).
/// Their weights are a logistic regression over pieces of known tempo (`listening truth`, every other style), but for the harmony's, which
/// are half of that: those pieces change their chords more regularly than music does.
struct TempoEstimator {
  /// What is said of music too short or too even to have a tempo, in BPM.
  static let unknown: Float = 120

  /// What is known of the tempo.
  struct Estimate: Equatable {
    /// In BPM.
    var tempo: Float
    /// 0…1: how likely it is among its multiples and fractions, times how alike the beats are.
    var confidence: Float
    /// 0…1: how alike the beats are.
    var pulse: Float
  }

  private static let slowest: Float = 40
  private static let fastest: Float = 220
  private static let beats = 4
  /// Of the distances of one to four beats.
  private static let weights: [Float] = [0.3, 0.25, 0.2, 0.25]
  /// Standard deviation of the prior by which the pulse is found, in octaves.
  private static let width: Float = 0.9
  /// What the beat may be of the pulse that is found.
  private static let ratios: [Float] = [1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 1, 4 / 3, 3 / 2, 2, 3, 4]
  /// Of the regression: the logarithm of the odds for each unit of pulse, for harmony that changes with every bar of four beats, or three, and
  /// with every second beat, and for each octave from 120 BPM, squared.
  private static let odds: (pulse: Float, bar: Float, two: Float, octaves: Float) = (8.1, 3, -1.1, -4)
  /// Bars of three beats are rarer.
  private static let waltz: Float = 0.8

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
  ///
  /// - Parameters:
  ///   - harmony: how alike the changes of the harmony are at each distance (``HarmonicRhythm``); empty when it does not change.
  ///   - harmonyRate: its distances a second.
  mutating func finish(_ harmony: [Float] = [], rate harmonyRate: Float = 1) -> Estimate {
    // The last half window was seen already, unless it is all there is.
    if whole[0] == 0 {
      Self.correlate(waiting[...], into: &whole)
      Self.correlate(waitingLow[...], into: &low)
    }
    guard whole[0] > 0 else { return Estimate(tempo: Self.unknown, confidence: 0, pulse: 0) }
    let correlation = zip(whole, low).map { 0.6 * $0 / max(whole[0], 1e-9) + 0.4 * $1 / max(low[0], 1e-9) }
    var tempi: [(tempo: Float, pulse: Float)] = []
    var tempo = Self.slowest
    while tempo <= Self.fastest {
      tempi.append((tempo, Self.pulse(correlation, period: rate * 60 / tempo)))
      tempo *= 1.002
    }
    func octaves(_ tempo: Float) -> Float { log2f(tempo / 120) }
    func prior(_ tempo: Float) -> Float { expf(-octaves(tempo) * octaves(tempo) / (2 * Self.width * Self.width)) }
    guard let found = tempi.max(by: { $0.pulse * prior($0.tempo) < $1.pulse * prior($1.tempo) }), found.pulse > 0 else {
      return Estimate(tempo: Self.unknown, confidence: 0, pulse: 0)
    }
    let candidates = Self.ratios.compactMap { ratio in
      tempi.lazy.filter { abs($0.tempo / (found.tempo * ratio) - 1) < 0.02 }.max { $0.pulse < $1.pulse }
    }
    let scores = candidates.map { tempo, pulse -> Float in
      let beat = harmonyRate * 60 / tempo
      let bar = max(Self.at(4 * beat, of: harmony), Self.waltz * Self.at(3 * beat, of: harmony))
      let changes = Self.odds.bar * bar + Self.odds.two * Self.at(2 * beat, of: harmony)
      return Self.odds.pulse * pulse + changes + Self.odds.octaves * octaves(tempo) * octaves(tempo)
    }
    guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }) else {
      return Estimate(tempo: Self.unknown, confidence: 0, pulse: 0)
    }
    let likelihood = 1 / scores.reduce(0) { $0 + expf($1 - scores[best]) }
    let pulse = min(1, max(0, candidates[best].pulse))
    return Estimate(
      tempo: candidates[best].tempo, confidence: likelihood * min(1, pulse / 0.5), pulse: pulse)
  }

  /// How much the strengths at whole beats are alike; less when those half a beat away are as much alike.
  private static func pulse(_ correlation: [Float], period: Float) -> Float {
    var (on, off): (Float, Float) = (0, 0)
    for (beat, weight) in zip(1...beats, weights) {
      on += at(Float(beat) * period, of: correlation) * weight
      off += at((Float(beat) - 0.5) * period, of: correlation) * weight
    }
    return on - max(0, off - 0.85 * max(0, on))
  }

  /// A correlation at a lag between whole ones; 0 beyond its end.
  private static func at(_ lag: Float, of correlation: [Float]) -> Float {
    let whole = Int(lag)
    guard whole + 1 < correlation.count else { return 0 }
    let part = lag - Float(whole)
    return correlation[whole] * (1 - part) + correlation[whole + 1] * part
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

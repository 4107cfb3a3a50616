/// Tells how regularly the harmony changes: chords change with the bars, whatever the drums do between.
///
/// The pitch classes before and after each moment, over 0.4 to 0.7 s, are compared (cosine); how much they differ is compared with itself
/// some time later. After Goto, "An audio-based real-time beat tracking system for music with or without drum-sounds", JNMR 30, 2001, who
/// tells bars from beats by their chords.
struct HarmonicRhythm {
  /// Frames on either side of a moment that are compared: so many, in three comparisons.
  private static let spans = 2...4
  /// More than four beats of the slowest tempo, in seconds.
  private static let longest: Float = 7

  /// Frames a second.
  private let rate: Float
  /// The last frames' pitch classes, each as a direction.
  private var recent: [[Float]] = []
  /// How much the harmony changes, moment by moment: a song of half an hour has 9 700.
  private var changes: [Float] = []

  init(rate: Float) { self.rate = rate }

  /// Takes in twelve amounts, those of the pitch classes in the next frame.
  mutating func push(_ pitchClasses: [Float]) {
    let length = pitchClasses.reduce(0) { $0 + $1 * $1 }.squareRoot()
    recent.append(length > 0 ? pitchClasses.map { $0 / length } : pitchClasses)
    let width = Self.spans.upperBound
    guard recent.count == 2 * width else { return }
    changes.append(
      Self.spans.reduce(0) { sum, span in
        sum + Self.difference(recent[(width - span)..<width], recent[width..<(width + span)])
      })
    recent.removeFirst()
  }

  /// How alike the changes are at each distance, −1…1, by frames; empty when nothing changes.
  func correlation() -> [Float] {
    let mean = changes.reduce(0, +) / Float(max(1, changes.count))
    let centred = changes.map { $0 - mean }
    let lags = min(Int(Self.longest * rate) + 2, centred.count)
    let sums = (0..<lags).map { lag in
      zip(centred, centred.dropFirst(lag)).reduce(Float(0)) { $0 + $1.0 * $1.1 } / Float(centred.count - lag)
    }
    guard let power = sums.first, power > 1e-6 else { return [] }
    return sums.map { $0 / power }
  }

  /// 0…1; 0 where one of them is silent.
  private static func difference(_ before: ArraySlice<[Float]>, _ after: ArraySlice<[Float]>) -> Float {
    var (product, squares, otherSquares): (Float, Float, Float) = (0, 0, 0)
    for pitch in 0..<12 {
      let (one, other) = (before.reduce(0) { $0 + $1[pitch] }, after.reduce(0) { $0 + $1[pitch] })
      product += one * other
      squares += one * one
      otherSquares += other * other
    }
    let scale = (squares * otherSquares).squareRoot()
    return scale > 0 ? 1 - product / scale : 0
  }
}

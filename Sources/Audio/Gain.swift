import Glibc

/// Factors that samples are multiplied by.
package enum Gain {
  /// The gain of a volume of 0…100: its cube, as PulseAudio has it, which the ear takes as even steps
  /// (50 is −18 dB, 40 is −24 dB). Others count as the nearest of these.
  package static func volume(_ percent: Int) -> Float {
    let fraction = Float(min(max(percent, 0), 100)) / 100
    return fraction * fraction * fraction
  }

  /// What brings a song of some loudness to another, both in LUFS (EBU R 128), within ±24 dB. A song that was not
  /// measured stays as it is.
  package static func normalising(_ loudness: Float?, to target: Float) -> Float {
    guard let loudness, loudness.isFinite else { return 1 }
    return powf(10, min(max(target - loudness, -24), 24) / 20)
  }

  /// The highest gain at which a song of this true peak (dB of full scale, ITU-R BS.1770) is not clipped, neither in its samples
  /// nor between them: 1 for a peak below full scale, since samples lie within ±1, and for one that was not measured.
  package static func limit(peak: Float?) -> Float {
    guard let peak, peak.isFinite else { return 1 }
    return min(1, powf(10, -peak / 20))
  }
}

import Domain
import Glibc

/// Measures what a song sounds like.
///
/// It reads the file once, in blocks, and keeps sums only: memory does not grow with the song. Its call blocks for a
/// second or so and keeps a processor busy: it belongs on a queue of its own.
package struct AudioAnalyser: Sendable {
  /// Grows whenever a song would be described otherwise than before: libraries then listen to their songs again.
  package static let version = 3

  /// Enough for rhythm, harmony and brightness, at half the work of the usual 44 100.
  private static let sampleRate = 22_050

  /// Longer songs are judged by their beginning.
  package let limit: Duration

  package init(limit: Duration = .seconds(1800)) { self.limit = limit }

  /// Silence, or less than it takes, has tempo 120, energy 0, C major, valence 0.5 and −70 LUFS where they cannot be
  /// measured.
  ///
  /// Throws ``SongFailure``, or `CancellationError` soon after `isCancelled` has said so.
  package func features(ofSongAt path: String, isCancelled: () -> Bool = { false }) throws -> AudioFeatures {
    var file = try SongFile(path: path)
    var resampler = Resampler(from: file.sampleRate, to: Self.sampleRate, channels: 1, quality: .measuring)
    var meter = LoudnessMeter(sampleRate: file.sampleRate)
    var peak = TruePeakMeter()
    var onsets = OnsetDetector(sampleRate: Self.sampleRate)
    var tempo = TempoEstimator(rate: onsets.rate)
    var chroma = Chroma(sampleRate: Self.sampleRate)
    var framesLeft = limit.frames(at: file.sampleRate)

    while framesLeft > 0 {
      if isCancelled() { throw CancellationError() }
      let stereo = try file.next()
      framesLeft -= stereo.count / 2
      meter.push(stereo)
      peak.push(stereo)
      let mono = stereo.isEmpty ? resampler.finish() : resampler.process(Self.mono(stereo))
      let strengths = onsets.process(mono)
      tempo.process(strengths.all, low: strengths.low)
      chroma.process(mono)
      if stereo.isEmpty { break }
    }
    let sound = MeasuredSound(
      tempo: tempo.finish(chroma.rhythm.correlation(), rate: chroma.rate),
      key: KeyEstimate(pitchClasses: chroma.pitchClasses), loudness: meter.loudness,
      peak: peak.finish(), onsetStrength: onsets.strengthSum / Float(max(1, onsets.count)), centroid: onsets.centroid)
    return sound.features
  }

  private static func mono(_ stereo: [Float]) -> [Float] {
    [Float](unsafeUninitializedCapacity: stereo.count / 2) { mono, count in
      for frame in 0..<stereo.count / 2 { mono[frame] = (stereo[frame * 2] + stereo[frame * 2 + 1]) * 0.5 }
      count = stereo.count / 2
    }
  }
}

import Domain
import Glibc

/// Measures what a song sounds like.
///
/// It reads the file once, in blocks, and keeps sums only: memory does not grow with the song. Its call blocks for a
/// second or so and keeps a processor busy: it belongs on a queue of its own.
package struct AudioAnalyser: Sendable {
  /// Grows whenever a song would be described otherwise than before: libraries then listen to their songs again.
  package static let version = 1

  /// Enough for rhythm, harmony and brightness, at half the work of the usual 44 100.
  private static let sampleRate = 22_050

  /// Longer songs are judged by their beginning.
  package let limit: Duration

  package init(limit: Duration = .seconds(1800)) { self.limit = limit }

  /// Silence, or less than it takes, has tempo 120, energy 0, C major, valence 0.5 and −70 LUFS where they cannot be
  /// measured.
  ///
  /// Throws ``SongFailure``, or `CancellationError` soon after the calling task was cancelled.
  package func features(ofSongAt path: String) throws -> AudioFeatures {
    var file = try SongFile(path: path)
    var resampler = Resampler(from: file.sampleRate, to: Self.sampleRate, channels: 1, quality: .measuring)
    let meter = LoudnessMeter(sampleRate: file.sampleRate)
    var onsets = OnsetDetector(sampleRate: Self.sampleRate)
    var tempo = TempoEstimator(rate: onsets.rate)
    var chroma = Chroma(sampleRate: Self.sampleRate)
    var framesLeft = limit.frames(at: file.sampleRate)

    while framesLeft > 0 {
      try Task.checkCancellation()
      let stereo = try file.next()
      framesLeft -= stereo.count / 2
      meter.push(stereo)
      let mono = stereo.isEmpty ? resampler.finish() : resampler.process(Self.mono(stereo))
      tempo.process(onsets.process(mono))
      chroma.process(mono)
      if stereo.isEmpty { break }
    }
    return Self.features(
      tempo: tempo.finish(), loudness: meter.loudness, onsets: onsets,
      key: KeyEstimate(pitchClasses: chroma.pitchClasses))
  }

  private static func mono(_ stereo: [Float]) -> [Float] {
    (0..<stereo.count / 2).map { frame -> Float in (stereo[frame * 2] + stereo[frame * 2 + 1]) * 0.5 }
  }

  /// Puts the measurements together.
  ///
  /// - energy = 0.5 · loudness (−40…−6 LUFS) + 0.35 · mean onset strength (0…0.12 bel) + 0.15 · brightness
  ///   (centroid 400…4000 Hz, by octaves), each held to 0…1; 0 for silence.
  /// - valence = 0.5 + 0.25 · majorness + 0.15 · octaves from 120 BPM + 0.1 · (2 · brightness − 1), held to 0…1. It is
  ///   an estimate: mode and tempo are what carries most of it for listeners (Hevner 1937; Gabrielsson and Lindström
  ///   2010), but words and memories carry the rest.
  private static func features(
    tempo: Float, loudness: Float, onsets: borrowing OnsetDetector, key: KeyEstimate
  ) -> AudioFeatures {
    func share(_ value: Float, _ range: ClosedRange<Float>) -> Float {
      min(max((value - range.lowerBound) / (range.upperBound - range.lowerBound), 0), 1)
    }
    let isSilent = loudness <= LoudnessMeter.silence
    let brightness = onsets.centroid > 0 ? share(log2f(onsets.centroid), log2f(400)...log2f(4000)) : 0.5
    let density = share(onsets.strengthSum / Float(max(1, onsets.count)), 0...0.12)
    let energy = 0.5 * share(loudness, -40...(-6)) + 0.35 * density + 0.15 * brightness
    let valence = 0.5 + 0.25 * key.majorness + 0.15 * log2f(tempo / 120) + 0.1 * (2 * brightness - 1)
    return AudioFeatures(
      tempo: tempo, energy: isSilent ? 0 : energy, valence: isSilent ? 0.5 : share(valence, 0...1), key: key.key,
      mode: key.mode, loudness: loudness)
  }
}

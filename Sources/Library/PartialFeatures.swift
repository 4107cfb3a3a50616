import Domain

/// The features of a track as far as they were measured or set by the owner.
package struct PartialFeatures: Equatable, Sendable {
  package var tempo: Float?
  package var energy: Float?
  package var valence: Float?
  package var key: Int?
  package var mode: AudioFeatures.Mode?
  package var loudness: Float?
  package var arousal: Float?
  package var danceability: Float?
  package var acousticness: Float?
  /// Of the tempo that was measured.
  package var tempoConfidence: Float?
  package var peak: Float?

  /// All of them, or nil while one of those that every song must have is unknown.
  package var complete: AudioFeatures? {
    guard let tempo, let energy, let valence, let key, let mode, let loudness else { return nil }
    return AudioFeatures(
      tempo: tempo, energy: energy, valence: valence, key: key, mode: mode, loudness: loudness, arousal: arousal,
      danceability: danceability, acousticness: acousticness, tempoConfidence: tempoConfidence, peak: peak)
  }
}

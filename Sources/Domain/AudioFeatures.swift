/// What a piece of music sounds like, as far as it can be measured from its samples.
package struct AudioFeatures: Equatable, Sendable {
  package enum Mode: String, Sendable { case minor, major }

  /// Beats a minute, above 0.
  package var tempo: Float
  /// Calm 0 … intense 1.
  package var energy: Float
  /// Gloomy 0 … cheerful 1: an estimate from mode, tempo and brightness when analysed here.
  package var valence: Float
  /// Pitch class of the tonic: C = 0, C♯ = 1 … B = 11.
  package var key: Int
  package var mode: Mode
  /// Integrated loudness in LUFS (EBU R 128), usually −40…−5.
  package var loudness: Float
  /// Calm 0 … exciting 1: an estimate, as ``valence`` is. Nil, as all that follow, when unknown.
  package var arousal: Float?
  /// How well one can dance to it, 0…1.
  package var danceability: Float?
  /// Electric 0 … acoustic 1.
  package var acousticness: Float?
  /// How sure the tempo is, 0…1; octaves are confused more often than this says.
  package var tempoConfidence: Float?
  /// True peak in dB of full scale (ITU-R BS.1770), of the louder channel.
  package var peak: Float?

  package init(
    tempo: Float, energy: Float, valence: Float, key: Int, mode: Mode, loudness: Float, arousal: Float? = nil,
    danceability: Float? = nil, acousticness: Float? = nil, tempoConfidence: Float? = nil, peak: Float? = nil
  ) {
    self.tempo = tempo
    self.energy = energy
    self.valence = valence
    self.key = key
    self.mode = mode
    self.loudness = loudness
    self.arousal = arousal
    self.danceability = danceability
    self.acousticness = acousticness
    self.tempoConfidence = tempoConfidence
    self.peak = peak
  }
}

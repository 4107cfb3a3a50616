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

  package init(tempo: Float, energy: Float, valence: Float, key: Int, mode: Mode, loudness: Float) {
    self.tempo = tempo
    self.energy = energy
    self.valence = valence
    self.key = key
    self.mode = mode
    self.loudness = loudness
  }
}

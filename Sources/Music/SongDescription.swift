import Domain

/// Measured features in words: "bright and quick, 128 BPM in C major with high energy".
struct SongDescription: CustomStringConvertible {
  let features: AudioFeatures

  var description: String {
    let beats = features.tempo.isFinite ? Int(min(max(features.tempo, 0), 999).rounded()) : 0
    let tonic = Self.tonics[min(max(features.key, 0), 11)]
    return "\(character) and \(pace), \(beats) BPM in \(tonic) \(features.mode.rawValue) with \(strength) energy"
  }

  private static let tonics = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"]

  private var character: String {
    switch features.valence {
    case ..<0.35: "wistful"
    case ..<0.6: "mellow"
    default: "bright"
    }
  }

  private var pace: String {
    switch features.tempo {
    case ..<80: "slow"
    case ..<112: "unhurried"
    case ..<128: "lively"
    default: "quick"
    }
  }

  private var strength: String {
    switch features.energy {
    case ..<0.35: "low"
    case ..<0.65: "medium"
    default: "high"
    }
  }
}

import Glibc

/// Music to measure, at 22 050 frames a second, one channel.
enum Melody {
  static let rate = 22_050

  /// A click at every beat.
  static func clicks(_ tempo: Double, seconds: Double) -> [Float] {
    var samples = [Float](repeating: 0, count: Int(seconds * Double(rate)))
    var beat = 0.25
    while beat < seconds {
      for frame in 0..<400 {
        let index = Int(beat * Double(rate)) + frame
        if index < samples.count { samples[index] = Float(0.6 * sin(Double(frame) * 0.9) * exp(-Double(frame) / 80)) }
      }
      beat += 60 / tempo
    }
    return samples
  }

  /// One chord after the other, each of some notes (MIDI numbers) with overtones, that begin and decay as on a piano.
  static func chords(_ chords: [[Int]], seconds: Double, each: Double = 0.5, tuning: Double = 440) -> [Float] {
    let length = Int(each * Double(rate))
    return (0..<Int(seconds / each)).flatMap { number -> [Float] in
      var samples = [Float](repeating: 0, count: length)
      for note in chords[number % chords.count] {
        let frequency = tuning * pow(2, Double(note - 69) / 12)
        for overtone in 1...4 {
          let step = 2 * Double.pi * frequency * Double(overtone) / Double(rate)
          for frame in 0..<length {
            let envelope = 0.12 / Double(overtone) * exp(-3 * Double(frame) / Double(length))
            samples[frame] += Float(envelope * sin(step * Double(frame)))
          }
        }
      }
      return samples
    }
  }

  /// Tonic, subdominant, dominant, tonic.
  static let majorCadence = [[48, 60, 64, 67], [53, 60, 65, 69], [55, 59, 62, 67], [48, 60, 64, 67]]
  /// The same in minor, with the leading note.
  static let minorCadence = [[45, 60, 64, 69], [50, 62, 65, 69], [52, 59, 64, 68], [45, 60, 64, 69]]

  static func moved(_ chords: [[Int]], by semitones: Int) -> [[Int]] { chords.map { $0.map { $0 + semitones } } }
}

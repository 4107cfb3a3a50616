import Audio
import Domain
import Glibc

/// How well the analyser does on pieces of which everything is known.
struct Truth {
  private var tempi = Tally()
  private var octaves = Tally()
  private var keys = Tally()
  private var modes = Tally()
  /// A fifth off, or the relative or parallel key: what listeners confuse, too.
  private var near = Tally()
  private var confident = Tally()

  struct Tally {
    var right = 0
    var count = 0

    mutating func add(_ isRight: Bool) {
      right += isRight ? 1 : 0
      count += 1
    }

    var percent: Int { count == 0 ? 0 : Int((100 * Float(right) / Float(count)).rounded()) }
  }

  mutating func add(_ features: AudioFeatures, _ piece: Piece) {
    let ratio = features.tempo / piece.tempo
    let isRight = Self.isNear(ratio, 1)
    tempi.add(isRight)
    let octaves: [Float] = [2, 0.5, 3, 1 / 3]
    let isOctave = octaves.contains { Self.isNear(ratio, $0) }
    self.octaves.add(isRight || isOctave)
    if let sure = features.tempoConfidence, sure >= 0.5 { confident.add(isRight) }
    let isKey = features.key == piece.tonic && features.mode == piece.mode
    keys.add(isKey)
    modes.add(features.mode == piece.mode)
    let interval = (features.key - piece.tonic + 12) % 12
    let relative = piece.mode == .major ? 9 : 3
    near.add(
      isKey || (features.mode == piece.mode && (interval == 7 || interval == 5))
        || (features.mode != piece.mode && (interval == 0 || interval == relative)))
  }

  /// Within 4 %, as MIREX counts.
  private static func isNear(_ ratio: Float, _ factor: Float) -> Bool { abs(ratio / factor - 1) <= 0.04 }

  static let heading = "pieces               tempo  or octave  if sure (share)  key  or near  mode"

  func line(_ name: String) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      let spaces = String(repeating: " ", count: max(0, abs(width) - text.count))
      return width < 0 ? text + spaces : spaces + text
    }
    let share = tempi.count == 0 ? 0 : 100 * confident.count / tempi.count
    let sure = "\(confident.percent) % (\(share) %)"
    return padded(name, -19) + padded("\(tempi.percent) %", 7) + padded("\(octaves.percent) %", 11) + padded(sure, 17)
      + padded("\(keys.percent) %", 5) + padded("\(near.percent) %", 9) + padded("\(modes.percent) %", 6)
  }

  /// Plays every piece, listens to it, and prints the table.
  static func measure(seconds: Int, folder: String, isVerbose: Bool) throws {
    print(heading)
    var all = Truth()
    let path = "\(folder)/piece.wav"
    for style in Style.all {
      var own = Truth()
      for piece in Piece.all where piece.style.name == style.name {
        let samples = PieceSynthesiser.samples(of: piece, seconds: seconds)
        try SongWriter.write(
          samples, rate: PieceSynthesiser.sampleRate, to: path, format: SongWriter.formats[0].format)
        let features = try AudioAnalyser().features(ofSongAt: path)
        own.add(features, piece)
        all.add(features, piece)
        if isVerbose {
          print(
            "  \(piece.tempo) → \(features.tempo) (\(features.tempoConfidence ?? -1)); \(piece.tonic) \(piece.mode) → \(features.key) \(features.mode)"
          )
        }
      }
      print(own.line(style.name))
    }
    unlink(path)
    print(all.line("all \(Piece.all.count)"))
  }
}

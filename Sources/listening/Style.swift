/// How a piece is played: a bar of each instrument, written in sixteenths (`x` plays, `o` plays softly).
struct Style {
  let name: String
  let beats: Int
  /// Sixteenths in a beat: six where three eighths make one.
  let beatLength: Int
  let kick: String
  let snare: String
  let hat: String
  let bass: String
  let chords: String
  /// Notes of the melody for each eighth, 0…1.
  let melody: Float
  /// How far the second half of each pair of eighths comes late, in eighths: 0 straight, 1/3 triplets.
  let swing: Float
  let timbre: Timbre
  /// Hiss beside the music, as its amplitude.
  let noise: Float

  private init(
    _ name: String, kick: String = "", snare: String = "", hat: String = "", bass: String = "", chords: String,
    melody: Float = 0.4, swing: Float = 0, timbre: Timbre = .piano, noise: Float = 0, beats: Int = 4,
    beatLength: Int = 4
  ) {
    self.name = name
    self.beats = beats
    self.beatLength = beatLength
    self.kick = kick
    self.snare = snare
    self.hat = hat
    self.bass = bass
    self.chords = chords
    self.melody = melody
    self.swing = swing
    self.timbre = timbre
    self.noise = noise
  }

  static let all: [Style] = [
    Style(
      "rock", kick: "x.......x.x.....", snare: "....x.......x...", hat: "x.x.x.x.x.x.x.x.", bass: "x.x.x.x.x.x.x.x.",
      chords: "x.......x.......", timbre: .guitar),
    Style(
      "half-time rock", kick: "x.....x.........", snare: "........x.......", hat: "x.x.x.x.x.x.x.x.",
      bass: "x.......x.......",
      chords: "x...............", timbre: .guitar),
    Style(
      "metal", kick: "xxx.xxx.xxx.xxx.", snare: "....x.......x...", hat: "x...x...x...x...", bass: "x.x.x.x.x.x.x.x.",
      chords: "x.x.x.x.x.x.x.x.", melody: 0.2, timbre: .guitar, noise: 0.01),
    Style(
      "disco", kick: "x...x...x...x...", snare: "....x.......x...", hat: "..x...x...x...x.", bass: "x.o.x.o.x.o.x.o.",
      chords: "..x...x...x...x.", timbre: .strings),
    Style(
      "house", kick: "x...x...x...x...", snare: "", hat: "..x...x...x...x.", bass: "..x...x...x...x.",
      chords: "x..x..x...x..x..", melody: 0, timbre: .square),
    Style(
      "techno", kick: "x...x...x...x...", snare: "", hat: "o.x.o.x.o.x.o.x.", bass: "oxoxoxoxoxoxoxox",
      chords: "x...............",
      melody: 0, timbre: .square, noise: 0.01),
    Style(
      "drum and bass", kick: "x.........x.....", snare: "....x.......x...", hat: "x.x.x.x.x.x.x.x.",
      bass: "x.....x...x.....",
      chords: "x...............", melody: 0.2, timbre: .pad),
    Style(
      "hip-hop", kick: "x..x......x.....", snare: "....x.......x...", hat: "x.x.x.x.x.x.x.x.", bass: "x..x......x.....",
      chords: "x.......x.......", swing: 0.15, timbre: .bell, noise: 0.006),
    Style(
      "reggae", kick: "........x.......", snare: "........x.......", hat: "x.x.x.x.x.x.x.x.", bass: "x.....x.x.......",
      chords: "....x.......x...", timbre: .organ),
    Style(
      "bossa nova", kick: "x.....x.x.....x.", snare: "o..o..o...o..o..", hat: "x.x.x.x.x.x.x.x.",
      bass: "x.....x.x.....x.",
      chords: "x..x..x...x..x..", timbre: .guitar),
    Style(
      "samba", kick: "x...x..xx...x..x", snare: "x.xx.x.xx.xx.x.x", hat: "xxxxxxxxxxxxxxxx", bass: "x...x...x...x...",
      chords: "x.x..x.x..x.x..x", timbre: .piano),
    Style(
      "swing", kick: "o...o...o...o...", snare: "", hat: "x...x.x.x...x.x.", bass: "x...x...x...x...",
      chords: "x.....x.........",
      melody: 0.6, swing: 0.33, timbre: .piano),
    Style(
      "shuffle", kick: "x.......x.......", snare: "....x.......x...", hat: "x.x.x.x.x.x.x.x.", bass: "x.x.x.x.x.x.x.x.",
      chords: "x...x...x...x...", swing: 0.33, timbre: .organ),
    Style("waltz", bass: "x...........", chords: "....x...x...", melody: 0.4, timbre: .piano, beats: 3),
    Style(
      "six-eight", kick: "x.....o.....", snare: "......x.....", hat: "x.x.x.x.x.x.", bass: "x.....x.....",
      chords: "x...x...x...",
      timbre: .guitar, beats: 2, beatLength: 6),
    Style(
      "march", kick: "x.......x.......", snare: "x...x...x...x.x.", hat: "", bass: "x.......x.......",
      chords: "....x.......x...",
      timbre: .strings),
    Style(
      "polka", kick: "x.......x.......", snare: "....x.......x...", hat: "", bass: "x.......x.......",
      chords: "....x.......x...",
      melody: 0.8, timbre: .organ),
    Style("piano ballad", bass: "x.......x.......", chords: "x...x...x...x...", melody: 0.3, timbre: .piano),
    Style("guitar picking", bass: "x.......x.......", chords: "x.x.x.x.x.x.x.x.", melody: 0.1, timbre: .guitar),
    Style("hymn", bass: "x...x...x...x...", chords: "x...x...x...x...", melody: 0, timbre: .organ),
    Style("strings", bass: "x.......x.......", chords: "x...x...x...x...", melody: 0.2, timbre: .strings),
    Style("sequencer", bass: "xxxxxxxxxxxxxxxx", chords: "x...............", melody: 0.9, timbre: .square),
    Style("music box", chords: "x...x...x...x...", melody: 0.7, timbre: .bell),
    Style(
      "funk", kick: "x..x..x...x..x..", snare: "....x..o.o..x...", hat: "xxxxxxxxxxxxxxxx", bass: "x..x..x...xx.x..",
      chords: "..x..x....x..x..", timbre: .guitar),
    Style(
      "tango", kick: "x.....x.x...x...", snare: "..........o.x...", hat: "", bass: "x.....x.x...x...",
      chords: "x...x...x...x...",
      timbre: .strings),
    Style(
      "old record", kick: "x.......x.......", snare: "....x.......x...", hat: "x.x.x.x.x.x.x.x.",
      bass: "x...x...x...x...",
      chords: "x...x...x...x...", swing: 0.2, timbre: .piano, noise: 0.04),
  ]
}

enum Timbre {
  case piano, guitar, organ, strings, square, pad, bell

  /// Amplitudes of the overtones.
  var overtones: [Float] {
    switch self {
    case .piano: [1, 0.5, 0.33, 0.2, 0.12, 0.08, 0.05]
    case .guitar: [1, 0.7, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.08]
    case .organ: [1, 0.8, 0.1, 0.6, 0, 0.1, 0, 0.3]
    case .strings: [1, 0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.12]
    case .square: [1, 0, 0.33, 0, 0.2, 0, 0.14, 0, 0.11]
    case .pad: [1, 0.3, 0.1, 0.05]
    case .bell: [1, 0, 0, 0.4, 0, 0, 0.1]
    }
  }

  /// Seconds until a note has risen, and until it has fallen to a third.
  var envelope: (rise: Float, fall: Float) {
    switch self {
    case .piano: (0.004, 0.5)
    case .guitar: (0.003, 0.35)
    case .organ: (0.02, 30)
    case .strings: (0.08, 30)
    case .square: (0.003, 0.25)
    case .pad: (0.15, 30)
    case .bell: (0.002, 0.8)
    }
  }
}

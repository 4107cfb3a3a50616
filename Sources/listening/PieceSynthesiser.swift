import Domain
import Glibc

/// Plays a ``Piece`` with tones of some overtones, and drums of falling sines and noise.
struct PieceSynthesiser {
  static let sampleRate = 22_050

  private let piece: Piece
  private let tone: [Float]
  private var random: UInt64
  private var mix: [Float]

  static func samples(of piece: Piece, seconds: Int) -> [Float] {
    var synthesiser = PieceSynthesiser(piece, seconds: seconds)
    synthesiser.play()
    return synthesiser.mastered()
  }

  private init(_ piece: Piece, seconds: Int) {
    self.piece = piece
    random = piece.seed | 1
    mix = Array(repeating: 0, count: seconds * Self.sampleRate)
    let overtones = piece.style.timbre.overtones
    tone = (0..<2048).map { place in
      overtones.enumerated().reduce(Float(0)) { sum, overtone in
        sum + overtone.element * sinf(2 * .pi * Float(overtone.offset + 1) * Float(place) / 2048)
      }
    }
  }

  /// Of a sixteenth, in samples.
  private var step: Float { Float(Self.sampleRate) * 60 / piece.tempo / Float(piece.style.beatLength) }

  private mutating func play() {
    let style = piece.style
    let steps = style.beats * style.beatLength
    let bars = Int(Float(mix.count) / (step * Float(steps))) + 1
    for bar in 0..<bars {
      let chord = piece.progression[bar % 4]
      for place in 0..<steps {
        let start = self.start(bar: bar, place: place, of: steps)
        if let loudness = loudness(style.kick, place) { thump(from: start, loudness: 0.7 * loudness) }
        if let loudness = loudness(style.snare, place) { hiss(from: start, seconds: 0.12, loudness: 0.35 * loudness) }
        if let loudness = loudness(style.hat, place) { hiss(from: start, seconds: 0.03, loudness: 0.16 * loudness) }
        if let loudness = loudness(style.bass, place) {
          note(chord, octave: 2, from: start, steps: length(style.bass, place), loudness: 0.35 * loudness)
        }
        if let loudness = loudness(style.chords, place) {
          for third in [0, 2, 4] {
            note(chord + third, octave: 4, from: start, steps: length(style.chords, place), loudness: 0.13 * loudness)
          }
        }
        if place % 2 == 0, chance() < style.melody {
          let tones = place % 4 == 0 ? [chord, chord + 2, chord + 4] : [0, 1, 2, 4, 5, chord, chord + 2]
          note(tones[Int(chance() * Float(tones.count))], octave: 5, from: start, steps: 2, loudness: 0.18)
        }
      }
    }
  }

  /// People are some milliseconds early or late.
  private mutating func start(bar: Int, place: Int, of steps: Int) -> Int {
    let late = place % 4 == 2 ? piece.style.swing * 2 : place % 4 == 3 ? piece.style.swing : 0
    let jitter = (chance() - 0.5) * 0.012 * Float(Self.sampleRate)
    return max(0, Int((Float(bar * steps + place) + late) * step + jitter))
  }

  private func loudness(_ pattern: String, _ place: Int) -> Float? {
    guard place < pattern.utf8.count else { return nil }
    switch Array(pattern.utf8)[place] {
    case UInt8(ascii: "x"): return 1
    case UInt8(ascii: "o"): return 0.4
    default: return nil
    }
  }

  /// Until the next note of the pattern.
  private func length(_ pattern: String, _ place: Int) -> Int {
    let rest = pattern.utf8.dropFirst(place + 1).prefix { $0 == UInt8(ascii: ".") }
    return rest.count + 1
  }

  private mutating func note(_ scaleStep: Int, octave: Int, from start: Int, steps: Int, loudness: Float) {
    var scale = piece.mode == .major ? [0, 2, 4, 5, 7, 9, 11] : [0, 2, 3, 5, 7, 8, 10]
    // The dominant of a minor key has the leading note.
    if piece.mode == .minor, piece.progression.contains(4), chance() < 0.7 { scale[6] = 11 }
    let pitch = piece.tonic + scale[scaleStep % 7] + 12 * (scaleStep / 7 + octave) - 57
    let frequency = piece.tuning * exp2f(Float(pitch) / 12)
    let (rise, fall) = piece.style.timbre.envelope
    let increment = UInt32(frequency / Float(Self.sampleRate) * 4_294_967_296)
    let length = Int(Float(steps) * step)
    let decay = expf(-1.1 / (fall * Float(Self.sampleRate)))
    var (phase, level): (UInt32, Float) = (0, loudness)
    for place in 0..<max(0, min(length, mix.count - start)) {
      let seconds = Float(place) / Float(Self.sampleRate)
      let edge = min(1, seconds / rise) * min(1, Float(length - place) / 200)
      mix[start + place] += tone[Int(phase >> 21)] * level * edge
      level *= decay
      phase &+= increment
    }
  }

  private mutating func thump(from start: Int, loudness: Float) {
    let length = 2600
    var phase: Float = 0
    for place in 0..<max(0, min(length, mix.count - start)) {
      let rest = 1 - Float(place) / Float(length)
      mix[start + place] += loudness * rest * rest * sinf(phase)
      phase += 2 * .pi * (45 + 110 * rest * rest * rest) / Float(Self.sampleRate)
    }
  }

  private mutating func hiss(from start: Int, seconds: Float, loudness: Float) {
    let length = Int(seconds * Float(Self.sampleRate))
    var last: Float = 0
    for place in 0..<max(0, min(length, mix.count - start)) {
      let rest = 1 - Float(place) / Float(length)
      let noise = chance() * 2 - 1
      mix[start + place] += loudness * rest * rest * (noise - 0.7 * last)
      last = noise
    }
  }

  /// 0 ..< 1, from Marsaglia's 64-bit xorshift (2003).
  private mutating func chance() -> Float {
    random ^= random << 13
    random ^= random >> 7
    random ^= random << 17
    return Float(random >> 40) / 16_777_216
  }

  private mutating func mastered() -> [Float] {
    let loudest = mix.reduce(0) { max($0, abs($1)) }
    let gain = 0.8 / max(loudest, 1e-6)
    return mix.map { $0 * gain + piece.style.noise * (chance() * 2 - 1) }
  }
}

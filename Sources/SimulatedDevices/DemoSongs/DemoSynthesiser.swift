import Domain
import Glibc

/// Plays a ``DemoSong`` by adding up plucked and held tones, and drums of decaying sines and noise.
///
/// All chance comes from the song's own place in the list, so that a song is always the same.
struct DemoSynthesiser {
  /// In samples a second; mono.
  static let sampleRate = 22_050

  private let song: DemoSong
  private let tone: [Float]
  private var random: UInt32
  private var mix: [Float]

  /// The song's samples, −1…1.
  static func samples(of song: DemoSong, seconds: Int) -> [Float] {
    var synthesiser = DemoSynthesiser(song, seconds: seconds)
    synthesiser.play()
    return synthesiser.mastered()
  }

  private init(_ song: DemoSong, seconds: Int) {
    self.song = song
    tone = Self.period(brightness: song.brightness)
    random = UInt32(truncatingIfNeeded: song.title.utf8.reduce(2_166_136_261) { ($0 ^ Int($1)) &* 16_777_619 }) | 1
    mix = Array(repeating: 0, count: seconds * Self.sampleRate)
  }

  private var beat: Int { Int(Float(Self.sampleRate) * 60 / song.tempo) }

  private mutating func play() {
    let bars = mix.count / (4 * beat) + 1
    for bar in 0..<bars {
      let chord = song.chords[bar % song.chords.count]
      for step in [0, 2, 4] {
        hold(pitch(chord + step, octave: 4), from: bar * 4 * beat, length: 4 * beat, loudness: 0.12)
      }
      for eighth in 0..<8 { play(eighth: eighth, from: bar * 4 * beat + eighth * beat / 2, chord: chord) }
    }
  }

  private mutating func play(eighth: Int, from start: Int, chord: Int) {
    let drive = song.drive
    if eighth % 4 == 0 || (drive > 0.2 && eighth % 2 == 0) {
      pluck(pitch(chord, octave: 2), from: start, length: beat, loudness: 0.4)
    }
    // A note of the chord on the beat keeps the key clear, any of the scale's five safe ones between.
    if eighth % 2 == 0 || (drive > 0.4 && chance() < 0.4) {
      let step = eighth % 2 == 0 ? chord + [0, 2, 4, 7][Int(chance() * 4)] : [0, 1, 2, 4, 5][Int(chance() * 5)]
      pluck(pitch(step, octave: 5), from: start, length: beat, loudness: 0.2 + 0.1 * drive)
    }
    if eighth % 4 == 0 || (drive > 0.6 && eighth % 2 == 0) { thump(from: start, loudness: 0.25 + 0.5 * drive) }
    guard drive > 0.2 else { return }
    if eighth % 4 == 2 { hiss(from: start, length: 2_200, loudness: 0.35 * drive) }
    if drive > 0.4 || eighth % 2 == 0 {
      // Softer between the beats, so that the pulse is plain.
      hiss(from: start, length: 600, loudness: (eighth % 2 == 0 ? 0.25 : 0.1) * drive)
    }
  }

  /// The frequency of a step of the song's scale, in Hz: equal temperament on A = 440 Hz.
  private func pitch(_ step: Int, octave: Int) -> Float {
    let scale = song.mode == .major ? [0, 2, 4, 5, 7, 9, 11] : [0, 2, 3, 5, 7, 8, 10]
    let note = song.tonic + scale[step % 7] + 12 * (step / 7 + octave) - 57
    return 440 * exp2f(Float(note) / 12)
  }

  /// One period of the tone, with overtones up to the twelfth.
  private static func period(brightness: Float) -> [Float] {
    (0..<2_048).map { place in
      (1...12).reduce(0) { sum, partial in
        let overtone = Float(partial)
        return sum + sinf(2 * .pi * overtone * Float(place) / 2_048) * powf(overtone, 1.2 * brightness - 2.4)
      }
    }
  }

  private mutating func hold(_ frequency: Float, from start: Int, length: Int, loudness: Float) {
    add(frequency, from: start, length: length) { place in
      let rise = min(1, place * 8)
      return loudness * rise * min(1, (1 - place) * 8)
    }
  }

  private mutating func pluck(_ frequency: Float, from start: Int, length: Int, loudness: Float) {
    add(frequency, from: start, length: length) { place in
      let rest = 1 - place
      return loudness * rest * rest * rest * min(1, place * 100)
    }
  }

  /// - Parameter envelope: loudness at a place of the note, 0…1.
  private mutating func add(_ frequency: Float, from start: Int, length: Int, envelope: (Float) -> Float) {
    let step = UInt32(frequency / Float(Self.sampleRate) * 4_294_967_296)
    var phase: UInt32 = 0
    for place in 0..<max(0, min(length, mix.count - start)) {
      mix[start + place] += tone[Int(phase >> 21)] * envelope(Float(place) / Float(length))
      phase &+= step
    }
  }

  /// A drum: a sine that falls from 150 to 50 Hz.
  private mutating func thump(from start: Int, loudness: Float) {
    let length = 3_300
    var phase: Float = 0
    for place in 0..<max(0, min(length, mix.count - start)) {
      let rest = 1 - Float(place) / Float(length)
      mix[start + place] += loudness * rest * rest * sinf(phase)
      phase += 2 * .pi * (50 + 100 * rest * rest) / Float(Self.sampleRate)
    }
  }

  /// A brush or a cymbal: noise without its low part.
  private mutating func hiss(from start: Int, length: Int, loudness: Float) {
    var last: Float = 0
    for place in 0..<max(0, min(length, mix.count - start)) {
      let rest = 1 - Float(place) / Float(length)
      let noise = chance() * 2 - 1
      mix[start + place] += loudness * rest * rest * (noise - last)
      last = noise
    }
  }

  /// 0 ..< 1, from Marsaglia's 32-bit xorshift (2003).
  private mutating func chance() -> Float {
    random ^= random << 13
    random ^= random >> 17
    random ^= random << 5
    return Float(random >> 8) / 16_777_216
  }

  /// At the song's level, peaks rounded off instead of cut, the last half second faded out.
  private func mastered() -> [Float] {
    let wanted = exp2f(song.level / 6.0206)
    var gain: Float = 1
    // Rounding off peaks takes loudness away: a few turns find the gain that gives the level in the end.
    for _ in 0..<4 {
      let power = mix.reduce(Float(0)) { $0 + Self.rounded($1 * gain) * Self.rounded($1 * gain) } / Float(mix.count)
      gain *= wanted / max(power.squareRoot(), 1e-6)
    }
    let fade = Self.sampleRate / 2
    return mix.indices.map { Self.rounded(mix[$0] * gain) * min(1, Float(mix.count - 1 - $0) / Float(fade)) }
  }

  /// Near the hyperbolic tangent.
  private static func rounded(_ sample: Float) -> Float {
    let sample = min(max(sample, -3), 3)
    let curve = sample * (27 + sample * sample) / (27 + 9 * sample * sample)
    return min(max(curve, -1), 1)
  }
}

import Domain
import Glibc
import Testing

@testable import Audio

@Suite("The audio analyser")
struct AudioAnalyserTests {
  private let songs: TestSongs

  init() throws { songs = try TestSongs() }

  private func features(_ mono: [Float]) throws -> AudioFeatures {
    try AudioAnalyser().features(ofSongAt: songs.wav(mono, rate: UInt32(Melody.rate), channels: 1))
  }

  @Test("hears the tempo of clicks within 2 %", arguments: [72.0, 90, 128, 150, 174])
  func tempo(bpm: Double) throws {
    let features = try features(Melody.clicks(bpm, seconds: 13))
    #expect(abs(features.tempo / Float(bpm) - 1) < 0.02)
  }

  @Test("hears the tempo of chords, and of a short song", arguments: [5.0, 20])
  func tempoOfChords(seconds: Double) throws {
    let music = Melody.chords(Melody.majorCadence, seconds: seconds, each: 60 / 105)
    #expect(abs(try features(music).tempo / 105 - 1) < 0.02)
  }

  @Test("takes for the beat what makes four of it a chord's length", arguments: [(6, 80), (3, 160)] as [(Int, Float)])
  func octave(halfSeconds: Int, tempo: Float) throws {
    let clicks = Melody.clicks(160, seconds: 36)
    let chords = Melody.chords(Melody.majorCadence, seconds: 36, each: Double(halfSeconds) / 2)
    let features = try features(zip(clicks, chords).map { 0.5 * $0 + 0.5 * $1 })
    #expect(abs(features.tempo / tempo - 1) < 0.02)
  }

  @Test("hears the key and the mode", arguments: [0, 5, 11])
  func key(semitones: Int) throws {
    let major = try features(Melody.chords(Melody.moved(Melody.majorCadence, by: semitones), seconds: 4))
    #expect(major.key == semitones && major.mode == .major)
    let minor = try features(Melody.chords(Melody.moved(Melody.minorCadence, by: semitones), seconds: 4))
    #expect(minor.key == (9 + semitones) % 12 && minor.mode == .minor)
    #expect(major.valence > minor.valence)
  }

  @Test("hears the key of instruments that are not tuned to 440 Hz", arguments: [430.0, 452])
  func tuning(pitch: Double) throws {
    let features = try features(Melody.chords(Melody.majorCadence, seconds: 4, tuning: pitch))
    #expect(features.key == 0 && features.mode == .major)
  }

  @Test("measures the loudness of EBU Tech 3341's sines", arguments: [-23.0, -33, -20], [48_000, 44_100])
  func loudness(level: Double, rate: Int) throws {
    let amplitude = level == -23 ? 0.070_795 : level == -33 ? 0.022_387 : 0.1
    let sine = tones(1_000, 1_000, seconds: 3, rate: rate, amplitude: amplitude)
    let features = try AudioAnalyser().features(ofSongAt: songs.wav(sine, rate: UInt32(rate)))
    #expect(abs(features.loudness - Float(level)) < 0.2)
  }

  @Test("finds more energy in what is louder, and in what is denser")
  func energy() throws {
    let calm = Melody.chords(Melody.majorCadence, seconds: 4, each: 2)
    let busy = Melody.chords(Melody.majorCadence, seconds: 4, each: 0.125)
    let loud = try features(calm).energy
    let quiet = try features(calm.map { $0 / 8 }).energy
    #expect(loud > quiet)
    #expect(try features(busy).energy > loud + 0.05)
    #expect((0...1).contains(loud))
  }

  @Test("says the defined thing of silence, of next to nothing and of noise")
  func silence() throws {
    let nothing = AudioFeatures(tempo: 120, energy: 0, valence: 0.5, key: 0, mode: .major, loudness: -70)
    #expect(try features(Array(repeating: 0, count: 100_000)) == nothing)
    #expect(try features([]) == nothing)
    #expect(try features([0.5]) == nothing)
    var seed: UInt32 = 1
    let noise = try features(
      (0..<100_000).map { _ in
        seed = seed &* 1_664_525 &+ 1_013_904_223
        return Float(seed >> 16) / 65_536 - 0.5
      })
    #expect((40...220).contains(noise.tempo) && (0...1).contains(noise.energy) && (0...1).contains(noise.valence))
  }

  @Test("judges a very long song by its beginning")
  func limit() throws {
    let music = Melody.clicks(90, seconds: 12) + Melody.clicks(150, seconds: 14)
    let path = try songs.wav(music, rate: UInt32(Melody.rate), channels: 1)
    #expect(abs(try AudioAnalyser(limit: .seconds(12)).features(ofSongAt: path).tempo / 90 - 1) < 0.02)
  }

  @Test("stops when it is told to, and names a file that cannot be read")
  func cancels() throws {
    let path = try songs.wav(Melody.clicks(90, seconds: 12), rate: UInt32(Melody.rate), channels: 1)
    #expect(throws: CancellationError.self) { try AudioAnalyser().features(ofSongAt: path, isCancelled: { true }) }
    #expect(throws: SongFailure.self) { try AudioAnalyser().features(ofSongAt: songs.path("none.wav")) }
  }
}

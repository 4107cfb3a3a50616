import Domain

/// A short piece of music that the box composes itself, for desks without a library: what suits a mood, as sound.
package struct DemoSong: Equatable, Sendable {
  package let title: String
  package let artist: String
  /// The mood it was made for.
  package let emotion: Emotion
  /// Beats a minute.
  package let tempo: Float
  /// Pitch class: C = 0 … B = 11.
  package let tonic: Int
  package let mode: AudioFeatures.Mode
  /// Steps of the scale that the chords of the bars stand on; 0 is the tonic.
  let chords: [Int]
  /// Dull 0 … bright 1: how slowly overtones fade with their number.
  let brightness: Float
  /// From a few soft notes, 0, to drums on every eighth, 1.
  let drive: Float
  /// Root mean square, in dB below full scale.
  let level: Float

  /// What it is called on the disk.
  package var fileName: String { "\(artist) - \(title).wav" }

  /// Two for each emotion.
  package static let all: [DemoSong] = [
    DemoSong(
      title: "Slow Tide", artist: "Additive Trio", emotion: .angry, tempo: 80, tonic: 0, mode: .major,
      chords: [0, 3, 0, 4], brightness: 0.5, drive: 0.1, level: -17),
    DemoSong(
      title: "Let It Cool", artist: "Sine and Noise", emotion: .angry, tempo: 84, tonic: 7, mode: .major,
      chords: [0, 0, 3, 0], brightness: 0.5, drive: 0.1, level: -17),
    DemoSong(
      title: "Fresh Linen", artist: "Additive Trio", emotion: .disgust, tempo: 106, tonic: 5, mode: .major,
      chords: [0, 4, 3, 0], brightness: 0.75, drive: 0.25, level: -14.5),
    DemoSong(
      title: "Lemon Peel", artist: "Sine and Noise", emotion: .disgust, tempo: 110, tonic: 2, mode: .major,
      chords: [0, 3, 4, 0], brightness: 0.75, drive: 0.25, level: -14.5),
    DemoSong(
      title: "Night Light", artist: "Additive Trio", emotion: .fear, tempo: 62, tonic: 10, mode: .major,
      chords: [0, 3, 0, 0], brightness: 0.1, drive: 0, level: -26),
    DemoSong(
      title: "Steady Hand", artist: "Sine and Noise", emotion: .fear, tempo: 66, tonic: 3, mode: .major,
      chords: [0, 0, 4, 0], brightness: 0.15, drive: 0, level: -26),
    DemoSong(
      title: "Open Window", artist: "Additive Trio", emotion: .happy, tempo: 126, tonic: 9, mode: .major,
      chords: [0, 3, 4, 0], brightness: 0.9, drive: 0.75, level: -11),
    DemoSong(
      title: "Paper Kites", artist: "Sine and Noise", emotion: .happy, tempo: 130, tonic: 4, mode: .major,
      chords: [0, 4, 0, 3], brightness: 0.95, drive: 0.75, level: -11),
    DemoSong(
      title: "Empty Platform", artist: "Additive Trio", emotion: .sad, tempo: 96, tonic: 9, mode: .minor,
      chords: [0, 3, 0, 4], brightness: 0.1, drive: 0, level: -14.5),
    DemoSong(
      title: "Grey Sunday", artist: "Sine and Noise", emotion: .sad, tempo: 100, tonic: 2, mode: .minor,
      chords: [0, 0, 3, 0], brightness: 0.1, drive: 0, level: -14.5),
    DemoSong(
      title: "Sudden Doors", artist: "Additive Trio", emotion: .surprise, tempo: 140, tonic: 11, mode: .minor,
      chords: [0, 3, 0, 4], brightness: 0.9, drive: 1, level: -7),
    DemoSong(
      title: "Sparks", artist: "Sine and Noise", emotion: .surprise, tempo: 150, tonic: 6, mode: .minor,
      chords: [0, 3, 4, 0], brightness: 0.8, drive: 1, level: -7),
    DemoSong(
      title: "Plain Paper", artist: "Additive Trio", emotion: .neutral, tempo: 90, tonic: 1, mode: .minor,
      chords: [0, 3, 0, 0], brightness: 0.15, drive: 0.1, level: -23),
    DemoSong(
      title: "Level Ground", artist: "Sine and Noise", emotion: .neutral, tempo: 94, tonic: 8, mode: .minor,
      chords: [0, 0, 4, 0], brightness: 0.15, drive: 0.1, level: -23),
  ]
}

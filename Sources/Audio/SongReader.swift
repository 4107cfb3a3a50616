import Domain

/// Reads a song as interleaved stereo at the sample rate the listener wants, whatever the file holds.
///
/// Its calls block on the disk and the decoder: keep them off the threads that everything else shares.
package struct SongReader: ~Copyable {
  /// Of what is read, in frames a second.
  package let sampleRate: Int
  private var file: SongFile
  /// Nil when the file has the wanted rate already.
  private var resampler: Resampler?
  /// Read and resampled, but not asked for yet.
  private var ready: [Float]
  /// Frames still to be thrown away after a seek.
  private var surplus: Int
  private var ended: Bool

  /// Opens the file. Throws when it is missing, of a kind that cannot be played, or damaged from the start.
  package init(path: String, sampleRate: Int) throws(SongFailure) {
    self.init(try SongFile(path: path), sampleRate: sampleRate)
  }

  private init(_ file: consuming SongFile, sampleRate: Int) {
    resampler = Self.resampler(from: file.sampleRate, to: sampleRate)
    self.file = file
    self.sampleRate = sampleRate
    ready = []
    surplus = 0
    ended = false
  }

  /// How long the song lasts, as its file says.
  package var duration: Duration { Duration(frames: file.frames, at: file.sampleRate) }

  /// The next `frames` frames of interleaved stereo, −1…1; fewer at the end, and then none.
  package mutating func read(frames: Int) throws(SongFailure) -> [Float] {
    while ready.count < frames * 2, !ended { try readOn() }
    let block = Array(ready.prefix(frames * 2))
    ready.removeFirst(block.count)
    return block
  }

  /// Goes to a place in the song, or to its beginning or end if the place is outside of it, and says which place it
  /// was, to the frame.
  @discardableResult
  package mutating func seek(to place: Duration) throws(SongFailure) -> Duration {
    let frame = min(max(0, place.frames(at: sampleRate)), duration.frames(at: sampleRate))
    try seek(toFrame: frame)
    return Duration(frames: frame, at: sampleRate)
  }

  /// Lands on the very frame that reading from the start would have reached: the resampler starts again a little
  /// earlier, at a place where a frame of the file and a frame of the output coincide, and what it gives until
  /// `frame` is thrown away.
  private mutating func seek(toFrame frame: Int) throws(SongFailure) {
    resampler = Self.resampler(from: file.sampleRate, to: sampleRate)
    ready = []
    ended = false
    let divisor = Self.greatestCommonDivisor(file.sampleRate, sampleRate)
    let (step, fileStep) = (sampleRate / divisor, file.sampleRate / divisor)
    // Longer than half of any filter libsoxr uses between rates that occur.
    let runUp = file.sampleRate == sampleRate ? 0 : sampleRate / 20
    let steps = max(0, frame - runUp) / step
    try file.seek(to: min(steps * fileStep, file.frames))
    surplus = frame - steps * step
  }

  private mutating func readOn() throws(SongFailure) {
    let block = try file.next()
    ended = block.isEmpty
    var samples = block
    if file.sampleRate != sampleRate {
      samples = (ended ? resampler?.finish() : resampler?.process(block)) ?? []
    }
    let unwanted = min(surplus, samples.count / 2)
    surplus -= unwanted
    ready += samples.dropFirst(unwanted * 2)
  }

  private static func resampler(from input: Int, to output: Int) -> Resampler? {
    input == output ? nil : Resampler(from: input, to: output, channels: 2, quality: .listening)
  }

  private static func greatestCommonDivisor(_ one: Int, _ other: Int) -> Int {
    other == 0 ? one : greatestCommonDivisor(other, one % other)
  }
}

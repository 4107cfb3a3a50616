import Domain

/// Reads songs as interleaved stereo at the sample rate the listener wants, whatever their files hold.
///
/// Several files of one rate can be read as if they were one: an album cut into songs comes out as it was before the cut,
/// resampled or not. Its calls block on the disk and the decoder: keep them off the threads that everything else shares.
package struct SongReader: ~Copyable {
  /// Of what is read, in frames a second.
  package let sampleRate: Int
  private var source: SongSource
  /// Nil when the file has the wanted rate already.
  private var resampler: Resampler?
  /// Read and resampled; what was asked for stands before `given`.
  private var ready: [Float] = []
  private var given = 0
  /// Frames still to be thrown away after a seek.
  private var surplus = 0
  /// Frames of files read since a place where a frame of the file and one of the output coincide, and frames of output
  /// between that place and the first one given.
  private var taken = 0
  private var skipped = 0
  private var hasFinished = false
  /// Whether all of the file was read.
  package private(set) var isAtEnd = false

  package init(path: String, sampleRate: Int) throws(SongFailure) {
    self.init(try SongSource(path: path), sampleRate: sampleRate)
  }

  package init(_ source: SongSource, sampleRate: Int) {
    resampler = Self.resampler(from: source.sampleRate, to: sampleRate)
    self.source = source
    self.sampleRate = sampleRate
  }

  /// How long a song lasts: as its file says or, where one that was never finished does not, as reading all of it shows, up to a
  /// day of it.
  package static func duration(ofSongAt path: String) throws -> Duration {
    var file = try SongFile(path: path)
    if file.frames == .max {
      let limit = 86_400 * file.sampleRate
      while file.place < limit {
        let block = try file.next()
        if block.isEmpty { break }
      }
      return Duration(frames: file.place, at: file.sampleRate)
    }
    return Duration(frames: file.frames, at: file.sampleRate)
  }

  /// How long the song lasts, as its file says.
  package var duration: Duration { Duration(frames: source.file.frames, at: source.sampleRate) }

  /// How much less was read of the file than it says it holds; zero when it does not say.
  package var missing: Duration {
    let frames = source.file.isLengthKnown ? source.file.frames - source.file.place : 0
    return Duration(frames: max(0, frames), at: source.sampleRate)
  }

  /// Where what was taken of the files so far ends, in frames since the first that was given after opening or seeking.
  package var boundary: Int {
    let (rate, fileRate) = (sampleRate, source.sampleRate)
    return max(0, (taken * rate * 2 + fileRate) / (fileRate * 2) - skipped)
  }

  /// The next `frames` frames of interleaved stereo, −1…1; fewer at the end, and then none.
  ///
  /// - Parameter finishing: whether nothing follows this file; the resampler keeps a little back as long as something may.
  package mutating func read(frames: Int, finishing: Bool = true) throws(SongFailure) -> [Float] {
    while ready.count - given < frames * 2, finishing ? !hasFinished : !isAtEnd { try readOn() }
    let end = min(ready.count, given + frames * 2)
    let block = Array(ready[given..<end])
    given = end
    if given == ready.count {
      ready.removeAll(keepingCapacity: true)
      given = 0
    }
    return block
  }

  /// Goes on with another file of the same rate where this one ended.
  package mutating func turn(to next: SongSource) {
    precondition(next.sampleRate == source.sampleRate && !hasFinished)
    source = next
    isAtEnd = false
  }

  /// Reads no more of this file.
  package mutating func breakOff() { isAtEnd = true }

  /// Goes to a place in the song, or to its beginning or end if the place is outside of it, and says which place it
  /// was, to the frame.
  @discardableResult
  package mutating func seek(to place: Duration) throws(SongFailure) -> Duration {
    let frame = min(max(0, place.frames(at: sampleRate)), duration.frames(at: sampleRate))
    try seek(toFrame: frame)
    return Duration(frames: frame, at: sampleRate)
  }

  /// Frames of a file that are decoded before the place that is sought: Vorbis needs the block before to be right, of which
  /// none is longer, and libsndfile goes to the block alone. Other decoders are right at once.
  private static let longestBlock = 8_192

  /// Lands on the very frame that reading from the start would have reached: decoder and resampler start again a little
  /// earlier, at a place where a frame of the file and a frame of the output coincide, and what comes until
  /// `frame` is thrown away.
  private mutating func seek(toFrame frame: Int) throws(SongFailure) {
    let fileRate = source.sampleRate
    resampler = Self.resampler(from: fileRate, to: sampleRate)
    ready = []
    given = 0
    isAtEnd = false
    hasFinished = false
    let divisor = Self.greatestCommonDivisor(fileRate, sampleRate)
    let (step, fileStep) = (sampleRate / divisor, fileRate / divisor)
    // A twentieth of a second is longer than half of any filter libsoxr uses between rates that occur.
    let runUp = Self.longestBlock * sampleRate / fileRate + (fileRate == sampleRate ? 0 : sampleRate / 20)
    let steps = max(0, frame - runUp) / step
    try source.file.seek(to: min(steps * fileStep, source.file.frames))
    surplus = frame - steps * step
    taken = 0
    skipped = surplus
  }

  private mutating func readOn() throws(SongFailure) {
    var samples: [Float]
    if isAtEnd {
      hasFinished = true
      samples = resampler?.finish() ?? []
    } else {
      samples = try source.file.next()
      isAtEnd = samples.isEmpty
      taken += samples.count / 2
      if source.sampleRate != sampleRate { samples = resampler?.process(samples) ?? [] }
    }
    // What was given makes room for what comes, or the song would pile up here.
    if given > 0 {
      ready.removeFirst(given)
      given = 0
    }
    let unwanted = min(surplus, samples.count / 2)
    surplus -= unwanted
    if ready.isEmpty, unwanted == 0 {
      ready = samples
    } else {
      ready += samples.dropFirst(unwanted * 2)
    }
  }

  private static func resampler(from input: Int, to output: Int) -> Resampler? {
    input == output ? nil : Resampler(from: input, to: output, channels: 2, quality: .listening)
  }

  private static func greatestCommonDivisor(_ one: Int, _ other: Int) -> Int {
    other == 0 ? one : greatestCommonDivisor(other, one % other)
  }
}

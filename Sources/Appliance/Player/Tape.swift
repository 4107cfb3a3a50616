/// A stretch of stereo sound between the decoder and the sink: what was decoded and not heard yet, so that what a sink
/// gives back, or loses, can be handed over again.
struct Tape {
  /// First frame that is still there, and the one behind the last, counted from the beginning of the stream.
  private(set) var start = 0
  private(set) var end = 0
  private var samples: [Float] = []
  /// Samples before this are forgotten; now and then their memory is used anew.
  private var forgotten = 0

  mutating func append(_ block: [Float]) {
    samples += block
    end += block.count / 2
  }

  /// `count` frames from `frame` on, which is not before ``start``; silence beyond the end.
  func samples(from frame: Int, count: Int) -> [Float] {
    let first = min(forgotten + (frame - start) * 2, samples.count)
    let last = min(first + count * 2, samples.count)
    let missing = count * 2 - (last - first)
    return missing == 0
      ? Array(samples[first..<last]) : samples[first..<last] + Array(repeating: 0, count: missing)
  }

  mutating func discard(before frame: Int) {
    let frames = min(max(0, frame - start), end - start)
    forgotten += frames * 2
    start += frames
    // Moving what is left is worth it when it is the smaller part.
    if forgotten > samples.count / 2 {
      samples.removeFirst(forgotten)
      forgotten = 0
    }
  }
}

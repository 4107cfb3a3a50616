/// A stretch of stereo sound between the decoder and the sink: what was decoded and not heard yet, so that what a sink
/// gives back, or loses, can be handed over again.
struct Tape {
  /// First frame that is still there, and the one behind the last, counted from the beginning of the stream.
  private(set) var start = 0
  private(set) var end = 0
  private var samples: [Float] = []

  mutating func append(_ block: [Float]) {
    samples += block
    end += block.count / 2
  }

  /// `count` frames from `frame` on, which is not before ``start``; silence beyond the end.
  func samples(from frame: Int, count: Int) -> [Float] {
    let block = samples[min((frame - start) * 2, samples.count)...].prefix(count * 2)
    return block + Array(repeating: 0, count: count * 2 - block.count)
  }

  mutating func discard(before frame: Int) {
    let frames = min(max(0, frame - start), end - start)
    samples.removeFirst(frames * 2)
    start += frames
  }
}

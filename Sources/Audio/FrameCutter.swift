/// Cuts a stream of samples into frames that overlap.
struct FrameCutter {
  let size: Int
  let step: Int
  private var samples: [Float] = []
  private var start = 0

  init(size: Int, step: Int) {
    self.size = size
    self.step = step
  }

  mutating func append(_ block: [Float]) {
    let used = min(start, samples.count)
    samples.removeFirst(used)
    start -= used
    samples += block
  }

  /// The next `size` samples, `step` after the last ones; nil until there are as many.
  mutating func next() -> ArraySlice<Float>? {
    guard start + size <= samples.count else { return nil }
    defer { start += step }
    return samples[start..<(start + size)]
  }
}

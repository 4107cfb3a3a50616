import CSoxr

/// The one owner of a libsoxr resampler: a stream at one sample rate in, the same stream at another out.
struct Resampler: ~Copyable {
  enum Quality {
    /// For listening: 20 bits exact, pass band to 0.91 of the lower Nyquist frequency.
    case listening
    /// For measuring: 16 bits with a wider roll-off, a fraction of the work.
    case measuring
  }

  private let handle: OpaquePointer
  private let channels: Int
  private let ratio: Double

  /// `soxr_create`, which fails only when memory runs out.
  init(from input: Int, to output: Int, channels: Int, quality: Quality) {
    var specification = soxr_quality_spec(quality == .listening ? UInt(SOXR_HQ) : UInt(SOXR_LQ), 0)
    guard
      let handle = soxr_create(Double(input), Double(output), UInt32(channels), nil, nil, &specification, nil)
    else { preconditionFailure("no memory for a resampler") }
    self.handle = handle
    self.channels = channels
    ratio = Double(output) / Double(input)
  }

  deinit { soxr_delete(handle) }

  /// Takes interleaved samples in and returns those that are ready; some stay inside until more come. `soxr_process`
  mutating func process(_ samples: [Float]) -> [Float] {
    guard !samples.isEmpty else { return [] }
    var output: [Float] = []
    samples.withUnsafeBufferPointer { input in
      var consumed = 0
      let frames = input.count / channels
      while consumed < frames {
        consumed += pass(input.baseAddress! + consumed * channels, frames - consumed, appendingTo: &output).taken
      }
    }
    return output
  }

  /// The rest that was inside, once nothing more comes.
  mutating func finish() -> [Float] {
    var output: [Float] = []
    while pass(nil, 0, appendingTo: &output).given > 0 {}
    return output
  }

  private func pass(
    _ input: UnsafePointer<Float>?, _ frames: Int, appendingTo output: inout [Float]
  ) -> (taken: Int, given: Int) {
    var (taken, given) = (0, 0)
    let room = Int(Double(frames) * ratio) + 1024
    output += [Float](unsafeUninitializedCapacity: room * channels) { buffer, count in
      // Its only errors are about call sequences that do not occur here.
      _ = soxr_process(handle, input, frames, &taken, buffer.baseAddress, room, &given)
      count = given * channels
    }
    return (taken, given)
  }
}

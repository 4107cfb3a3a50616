/// Fills the sound thread's block with what was claimed, or with silence when nothing was there in time; neither clicks.
struct SoundVoice {
  /// Whether silence stands in for music that is late.
  private(set) var isLate = false
  private var converter: SampleConverter
  private let block: UnsafeMutableRawPointer
  private let scratch: UnsafeMutablePointer<Float>
  /// Frames of falling into silence and of rising out of it.
  private let slope: Int
  /// Frames of the slope that are done.
  private var done = 0
  /// The last frame heard.
  private var last = SIMD2<Float>.zero

  /// `block` and `scratch` have room for a period.
  init(_ layout: PcmLayout, block: UnsafeMutableRawPointer, scratch: UnsafeMutablePointer<Float>) {
    converter = SampleConverter(layout.format)
    self.block = block
    self.scratch = scratch
    slope = max(1, layout.rate / 200)
    done = slope
  }

  /// Fills the block with `frames` frames: with `samples`, or with silence if there are none.
  mutating func fill(from samples: UnsafeBufferPointer<Float>, frames: Int) {
    if let base = samples.baseAddress, !samples.isEmpty {
      if isLate { (isLate, done) = (false, 0) }
      last = SIMD2(samples[samples.count - 2], samples[samples.count - 1])
      guard done < slope else { return converter.convert(base, count: frames * 2, to: block) }
      for frame in 0..<frames {
        let gain = min(1, Float(done) / Float(slope))
        scratch[frame * 2] = samples[frame * 2] * gain
        scratch[frame * 2 + 1] = samples[frame * 2 + 1] * gain
        done = min(done + 1, slope)
      }
    } else {
      if !isLate { (isLate, done) = (true, 0) }
      for frame in 0..<frames {
        let gain = max(0, 1 - Float(done + 1) / Float(slope))
        scratch[frame * 2] = last.x * gain
        scratch[frame * 2 + 1] = last.y * gain
        done = min(done + 1, slope)
      }
    }
    converter.convert(scratch, count: frames * 2, to: block)
  }
}

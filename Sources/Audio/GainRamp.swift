import Domain

/// A gain that changes over a few milliseconds instead of at once, so that nothing clicks.
package struct GainRamp: Equatable, Sendable {
  /// Of the next frame.
  package private(set) var gain: Float
  /// Where it goes, from the next frame on, in a straight line.
  package var target: Float {
    didSet {
      guard target != oldValue else { return }
      remaining = length
      step = (target - gain) / Float(length)
    }
  }
  /// Frames that a change takes.
  package let length: Int
  private var step: Float = 0
  private var remaining = 0

  /// Starts silent. 10 ms is long enough not to be heard as a click and short enough not to be heard as a fade.
  package init(sampleRate: Int, time: Duration = .milliseconds(10)) {
    length = max(1, time.frames(at: sampleRate))
    gain = 0
    target = 0
  }

  /// Multiplies interleaved stereo samples.
  package mutating func apply(to samples: inout [Float]) {
    for frame in 0..<samples.count / 2 {
      samples[frame * 2] *= gain
      samples[frame * 2 + 1] *= gain
      if remaining > 0 { advance(by: 1) }
    }
  }

  /// Goes on as if `frames` frames had passed.
  package mutating func advance(by frames: Int) {
    let steps = min(frames, remaining)
    remaining -= steps
    gain = remaining == 0 ? target : target - Float(remaining) * step
  }
}

import Domain

/// A gain that changes over a few milliseconds instead of at once, so that nothing clicks.
package struct GainRamp: Equatable, Sendable {
  /// Of the next frame.
  package private(set) var gain: Float
  /// Where it goes, from the next frame on, in a straight line.
  package var target: Float {
    didSet { if target != oldValue { go(over: length) } }
  }
  /// Frames that a change takes.
  package let length: Int
  private var step: Float = 0
  private var remaining = 0

  /// Starts at a gain; silent, if none is given. 10 ms is long enough not to be heard as a click and short enough not to
  /// be heard as a fade.
  package init(sampleRate: Int, gain: Float = 0, time: Duration = .milliseconds(10)) {
    length = max(1, time.frames(at: sampleRate))
    self.gain = gain
    target = gain
  }

  /// Goes to silence over so many frames.
  package mutating func fade(over frames: Int) {
    target = 0
    go(over: max(1, frames))
  }

  /// Multiplies interleaved stereo samples.
  package mutating func apply(to samples: inout [Float]) {
    if remaining == 0, gain == 1 { return }
    var ramp = self
    samples.withUnsafeMutableBufferPointer { samples in
      let ramped = min(samples.count / 2, ramp.remaining)
      for frame in 0..<ramped {
        samples[frame * 2] *= ramp.gain
        samples[frame * 2 + 1] *= ramp.gain
        ramp.advance(by: 1)
      }
      for index in ramped * 2..<samples.count { samples[index] *= ramp.gain }
    }
    self = ramp
  }

  /// Goes on as if `frames` frames had passed.
  package mutating func advance(by frames: Int) {
    let steps = min(frames, remaining)
    remaining -= steps
    gain = remaining == 0 ? target : target - Float(remaining) * step
  }

  private mutating func go(over frames: Int) {
    remaining = frames
    step = (target - gain) / Float(frames)
  }
}

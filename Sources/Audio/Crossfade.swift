import Glibc

/// The end of what played before, already as loud as it was, under the beginning of what plays now.
///
/// The weights are the squares of sine and cosine: they add up to 1, so that two sounds that do not clip do not clip
/// together either, and they begin and end without a corner.
package struct Crossfade: Sendable {
  /// Frames it takes.
  package let length: Int
  /// Of the old sound: 1, or what has become of the volume since.
  package var ramp: GainRamp
  private let old: [Float]

  /// `old` is interleaved stereo; where it is shorter than `length` frames, silence follows.
  package init(from old: [Float], length: Int, sampleRate: Int) {
    self.old = old
    self.length = length
    ramp = GainRamp(sampleRate: sampleRate, gain: 1)
  }

  /// How much of the new sound is heard at a frame of the fade, 0…1.
  package func weight(at frame: Int) -> Float {
    guard frame < length else { return 1 }
    let sine = sinf(.pi / 2 * Float(max(0, frame)) / Float(length))
    return sine * sine
  }

  /// Mixes the fade from `frame` on into new sound.
  package mutating func mix(into samples: inout [Float], from frame: Int) {
    let end = min(samples.count / 2, max(0, length - frame))
    var under = [Float](repeating: 0, count: samples.count)
    for index in 0..<end {
      let weight = weight(at: frame + index)
      for side in 0..<2 {
        let place = (frame + index) * 2 + side
        if place < old.count { under[index * 2 + side] = old[place] * (1 - weight) }
        samples[index * 2 + side] *= weight
      }
    }
    ramp.apply(to: &under)
    for index in 0..<end * 2 { samples[index] += under[index] }
  }
}

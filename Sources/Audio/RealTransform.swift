import CKissFFT
import Glibc

/// The one owner of a KissFFT plan: takes frames of samples, under a Hann window, to their power spectra.
struct RealTransform: ~Copyable {
  /// Samples that go in, an even number.
  let size: Int
  private let plan: OpaquePointer
  private let window: [Float]
  private var frame: [Float]
  private var bins: [kiss_fft_cpx]

  /// `kiss_fftr_alloc`, which fails only when memory runs out.
  init(size: Int) {
    guard let plan = kiss_fftr_alloc(Int32(size), 0, nil, nil) else {
      preconditionFailure("no memory for a transform")
    }
    self.size = size
    self.plan = plan
    window = (0..<size).map { 0.5 - 0.5 * cosf(2 * .pi * Float($0) / Float(size)) }
    frame = Array(repeating: 0, count: size)
    bins = Array(repeating: kiss_fft_cpx(), count: size / 2 + 1)
  }

  deinit { free(UnsafeMutableRawPointer(plan)) }

  /// The power at each of `size / 2 + 1` frequencies, from 0 to half the sample rate; a full-scale sine at one of them
  /// gives 1. `kiss_fftr`
  mutating func power(of samples: ArraySlice<Float>, into power: inout [Float]) {
    let start = samples.startIndex
    for index in 0..<size { frame[index] = samples[start + index] * window[index] }
    kiss_fftr(plan, frame, &bins)
    // The window halves the amplitude, and half of a real sine is at the negative frequency.
    let scale = 16 / (Float(size) * Float(size))
    for index in 0...(size / 2) {
      power[index] = (bins[index].r * bins[index].r + bins[index].i * bins[index].i) * scale
    }
  }
}

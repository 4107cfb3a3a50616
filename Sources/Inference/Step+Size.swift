extension Step {
  /// About how many bytes instruction sets lay out for it while loading.
  var packedByteCount: Int {
    switch self {
    case .convolution(let step), .depthwiseConvolution(let step):
      // Channels are filled up to whole vectors, of 64 at most; each has weights of up to 16 bits, and constants. Each
      // output pixel has an offset.
      (step.outputShape.channels + 63) / 64 * 64 * (step.weights.count / step.outputShape.channels * 2 + 32)
        + step.outputShape.rows * step.outputShape.columns * 4
    default: 0
    }
  }
}

extension Network {
  /// Bytes that one run reads and writes: every step's inputs, weights and output, once.
  package var touchedByteCount: Int {
    steps.reduce(0) { sum, step in
      let activations = (step.reads + [step.writes]).reduce(0) { $0 + tensors[$1].byteCount }
      switch step {
      case .convolution(let step), .depthwiseConvolution(let step): return sum + activations + step.weights.count
      default: return sum + activations
      }
    }
  }
}

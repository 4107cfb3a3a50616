extension Step {
  /// About how many bytes instruction sets make of its weights.
  var packedByteCount: Int {
    switch self {
    case .convolution(let step), .depthwiseConvolution(let step):
      // Channels are filled up to whole vectors, of 64 at most.
      max(step.weights.count, step.weights.count / step.outputShape.channels * 64)
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

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

extension Convolution {
  /// For a depthwise convolution of a picture with one channel: the full convolution that it also is, its weights in that
  /// one's order. Nil for pictures of more channels.
  package var fullOfSingleChannel: Convolution? {
    guard inputShape.channels == 1 else { return nil }
    let (taps, channels) = (window.rows * window.columns, outputShape.channels)
    let given = Array(weights)
    let turned = (0..<taps * channels).map { given[$0 % taps * channels + $0 / taps] }
    return Convolution(
      input: input, output: output, inputShape: inputShape, outputShape: outputShape, window: window,
      weights: turned[...], inputZeroPoint: inputZeroPoint, stage: stage)
  }
}

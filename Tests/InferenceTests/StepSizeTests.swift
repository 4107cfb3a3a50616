import Testing

@testable import Inference

@Suite("What loading lays out for a step")
struct StepSizeTests {
  @Test("counts where each output pixel's window begins, even where there is hardly a weight")
  func offsets() {
    let shape = ImageShape(batch: 1, rows: 1000, columns: 1000, channels: 1)
    let step = Convolution(
      input: 0, output: 1, inputShape: shape, outputShape: shape, window: Window(rows: 1, columns: 1), weights: [1],
      inputZeroPoint: 0,
      stage: OutputStage(
        bias: [0], factors: .fixedPoint([FixedPointMultiplier(fraction: 1 << 30, exponent: -1)]), zeroPoint: 0,
        range: -128...127))
    #expect(Step.convolution(step).packedByteCount >= 4 * shape.count)
  }
}

import Inference

/// How fast a processor multiplies at best: a convolution whose operands all lie in the first-level cache, and whose
/// sums are so long that nothing but its innermost loop counts.
struct InnerLoop {
  private let kernel: any Kernel
  private let scratch: Int
  private static let shape = ImageShape(batch: 1, rows: 1, columns: 24, channels: 512)
  private static let channels = 48

  /// Multiplications of one run.
  static let multiplications = shape.count * channels

  init(_ kernels: any Kernels) {
    let outputShape = ImageShape(batch: 1, rows: 1, columns: Self.shape.columns, channels: Self.channels)
    let factors = Array(repeating: FixedPointMultiplier(fraction: 1 << 30, exponent: -10), count: Self.channels)
    let step = Convolution(
      input: 0, output: 1, inputShape: Self.shape, outputShape: outputShape, window: Window(rows: 1, columns: 1),
      weights: Array(repeating: 3, count: Self.shape.channels * Self.channels)[...], inputZeroPoint: 0,
      stage: OutputStage(
        bias: Array(repeating: 0, count: Self.channels), factors: .fixedPoint(factors), zeroPoint: 0,
        range: -128...127))
    kernel = kernels.kernel(for: .convolution(step))
    scratch = kernel.scratchByteCount
  }

  /// Thousand million multiplications a second, the best of many runs.
  func rate() -> Double {
    let clock = ContinuousClock()
    let (input, output) = (Self.shape.count, Self.shape.columns * Self.channels)
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: input + output + scratch + Table.slack, alignment: MemoryPlan.alignment)
    defer { memory.deallocate() }
    memory.initializeMemory(as: Int8.self, repeating: 5, count: input + output + scratch + Table.slack)
    let fastest = [0, input].withUnsafeBufferPointer { offsets -> Duration in
      // Safety: two tensors and scratch, each with its bytes reserved above; both sizes are multiples of 64.
      let view = Memory(base: memory, offsets: offsets.baseAddress!, scratch: memory + input + output)
      return (0..<300).map { _ in clock.measure { kernel.run(in: view) } }.min() ?? .zero
    }
    return Double(Self.multiplications) / (fastest / .microseconds(1)) / 1000
  }
}

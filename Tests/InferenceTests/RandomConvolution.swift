import Inference

/// A small random convolution, its input, and what it must give.
struct RandomConvolution {
  let step: Convolution
  let isDepthwise: Bool
  private let input: [Int8]
  private let weights: [Int8]
  private let factors: [Double]
  private let bias: [Int32]

  /// - Parameter isExtreme: Whether channels may be as many as in real networks, sums overflow what int8 holds, and
  ///   factors and zero points lie at the ends of what is allowed.
  init(isDepthwise: Bool, seed: Int, isExtreme: Bool = false) {
    var generator = SplitMix(seed: seed)
    func any(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    func someChannels() -> Int {
      isExtreme && any(0...1) == 0 ? [16, 24, 32, 48, 64, 65, 80, 100, 128, 130][any(0...9)] : any(1...19)
    }
    func zeroPoint() -> Int32 { isExtreme && any(0...1) == 0 ? [-128, 127, 0][any(0...2)] : Int32(any(-128...127)) }
    let inputShape = ImageShape(batch: any(1...2), rows: any(1...9), columns: any(1...9), channels: someChannels())
    let channels = isDepthwise ? inputShape.channels * (any(0...3) == 0 ? 2 : 1) : someChannels()
    let window = Window(
      rows: any(1...4), columns: any(1...4), rowStride: any(1...3), columnStride: any(1...3), rowDilation: any(1...2),
      columnDilation: any(1...2), top: any(0...2), left: any(0...2))
    let outputShape = ImageShape(batch: inputShape.batch, rows: any(1...6), columns: any(1...6), channels: channels)
    let count = window.rows * window.columns * (isDepthwise ? 1 : inputShape.channels) * channels
    // The specification keeps −128 out, a file need not.
    let least: Int8 = isExtreme && any(0...4) == 0 ? .min : -127
    let weights = (0..<count).map { _ in Int8.random(in: least...127, using: &generator) }
    // Factors of a half and more, and of nothing, happen, but seldom.
    let largest = isExtreme ? [0.0001, 0.01, 0.1, 0.49, 1.5][any(0...4)] : 0.01
    let factors = (0..<channels).map { _ in
      isExtreme && any(0...20) == 0 ? 0 : Double.random(in: 0.00001...largest, using: &generator)
    }
    let mostBias: Int32 = isExtreme && any(0...9) == 0 ? .max : 20_000
    let bias = (0..<channels).map { _ in Int32.random(in: -mostBias...mostBias, using: &generator) }
    let isExact = isExtreme && !isDepthwise && any(0...3) == 0
    self.isDepthwise = isDepthwise
    self.weights = weights
    self.factors = factors
    self.bias = bias
    let ends = isExtreme && any(0...4) == 0
    input = (0..<inputShape.count).map { _ in
      ends ? (Bool.random(using: &generator) ? .min : .max) : Int8.random(in: .min ... .max, using: &generator)
    }
    let lowest = Int32(any(-128...0))
    step = Convolution(
      input: 0, output: 1, inputShape: inputShape, outputShape: outputShape, window: window,
      weights: weights.map { UInt8(bitPattern: $0) }[...], inputZeroPoint: zeroPoint(),
      stage: OutputStage(
        bias: bias,
        factors: isExact ? .exact(factors) : .fixedPoint(factors.compactMap { FixedPointMultiplier($0) }),
        zeroPoint: zeroPoint(), range: lowest...Int32(any(1...127))))
  }

  /// What `kernels` make of it; nil where they write beyond their output, or into their input.
  func run(_ kernels: any Kernels) -> [Int8]? {
    let kernel = kernels.kernel(for: isDepthwise ? .depthwiseConvolution(step) : .convolution(step))
    let outputOffset = (input.count + 63) / 64 * 64
    let outputEnd = outputOffset + step.outputShape.count
    let scratchOffset = (outputEnd + 63) / 64 * 64 + 64
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: scratchOffset + kernel.scratchByteCount + Table.slack, alignment: MemoryPlan.alignment)
    defer { memory.deallocate() }
    memory.initializeMemory(as: Int8.self, repeating: 77, count: scratchOffset)
    memory.copyMemory(from: input, byteCount: input.count)
    return [0, outputOffset].withUnsafeBufferPointer { offsets in
      // Safety: two tensors, two offsets, each with its bytes reserved above.
      kernel.run(in: Memory(base: memory, offsets: offsets.baseAddress!, scratch: memory + scratchOffset))
      let bytes = Array(
        UnsafeBufferPointer(start: memory.assumingMemoryBound(to: Int8.self), count: scratchOffset))
      let isTouched =
        bytes[input.count..<outputOffset].contains { $0 != 77 } || bytes[outputEnd...].contains { $0 != 77 }
      return isTouched || Array(bytes[..<input.count]) != input ? nil : Array(bytes[outputOffset..<outputEnd])
    }
  }

  /// The outputs in steps, by the definition, before rounding.
  func realOutputs() -> [Double] {
    let (from, to, window, stage) = (step.inputShape, step.outputShape, step.window, step.stage)
    var outputs: [Double] = []
    for (picture, row, column, channel) in positions(to) {
      var sum = Int(bias[channel])
      for i in 0..<window.rows {
        for j in 0..<window.columns {
          let y = row * window.rowStride - window.top + i * window.rowDilation
          let x = column * window.columnStride - window.left + j * window.columnDilation
          guard (0..<from.rows).contains(y), (0..<from.columns).contains(x) else { continue }
          let pixel = picture * from.pictureStep + y * from.rowStep + x * from.channels
          if isDepthwise {
            let value = Int(input[pixel + channel / (to.channels / from.channels)]) - Int(step.inputZeroPoint)
            sum += value * Int(weights[(i * window.columns + j) * to.channels + channel])
          } else {
            for source in 0..<from.channels {
              let weight = ((channel * window.rows + i) * window.columns + j) * from.channels + source
              sum += (Int(input[pixel + source]) - Int(step.inputZeroPoint)) * Int(weights[weight])
            }
          }
        }
      }
      let steps = Double(sum) * factors[channel] + Double(stage.zeroPoint)
      outputs.append(min(max(steps, Double(stage.range.lowerBound)), Double(stage.range.upperBound)))
    }
    return outputs
  }

  private func positions(_ shape: ImageShape) -> [(Int, Int, Int, Int)] {
    (0..<shape.count).map { index in
      let pixel = index / shape.channels
      return (
        index / shape.pictureStep, pixel / shape.columns % shape.rows, pixel % shape.columns, index % shape.channels
      )
    }
  }
}

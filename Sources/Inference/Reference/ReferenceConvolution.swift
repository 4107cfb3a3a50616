/// real(y) = Σ real(x) × real(w) + bias over the window: for each output pixel its patch of the input is gathered once,
/// with the zero point taken off and zeros outside the picture, and multiplied with each channel's weights.
struct ReferenceConvolution: Kernel {
  let step: Convolution

  private var patchCount: Int { step.window.rows * step.window.columns * step.inputShape.channels }
  var scratchByteCount: Int { patchCount * MemoryLayout<Int16>.size }

  func run(in memory: Memory) {
    let patch = memory.scratch.bindMemory(to: Int16.self, capacity: patchCount)
    let input = memory.elements(step.input)
    var output = memory.elements(step.output)
    // Safety: weights hold channels × patchCount bytes, bias and multipliers one entry a channel; all are checked by
    // the reader. The pointers do not leave these closures.
    step.weights.withUnsafeBytes { weights in
      step.stage.withRequantiser { requantiser in
        let weights = weights.bindMemory(to: Int8.self).baseAddress!
        for picture in 0..<step.outputShape.batch {
          for row in 0..<step.outputShape.rows {
            for column in 0..<step.outputShape.columns {
              gather(from: input + picture * step.inputShape.pictureStep, row: row, column: column, into: patch)
              for channel in 0..<step.outputShape.channels {
                let sum = Self.dot(patch, weights + channel * patchCount, count: patchCount)
                output[channel] = requantiser(sum, channel: channel)
              }
              output += step.outputShape.channels
            }
          }
        }
      }
    }
  }

  private func gather(from picture: UnsafePointer<Int8>, row: Int, column: Int, into patch: UnsafeMutablePointer<Int16>)
  {
    let (window, shape) = (step.window, step.inputShape)
    let zeroPoint = Int16(truncatingIfNeeded: step.inputZeroPoint)
    let firstRow = row * window.rowStride - window.top
    let firstColumn = column * window.columnStride - window.left
    let rows = Window.taps(window.rows, from: firstRow, dilation: window.rowDilation, within: shape.rows)
    let columns = Window.taps(window.columns, from: firstColumn, dilation: window.columnDilation, within: shape.columns)
    if rows.count * columns.count < window.rows * window.columns {
      patch.update(repeating: 0, count: patchCount)
    }
    for i in rows {
      for j in columns {
        let inputRow = firstRow + i * window.rowDilation
        let inputColumn = firstColumn + j * window.columnDilation
        let source = picture + inputRow * shape.rowStep + inputColumn * shape.channels
        let target = patch + (i * window.columns + j) * shape.channels
        for channel in 0..<shape.channels { target[channel] = Int16(source[channel]) &- zeroPoint }
      }
    }
  }

  @inline(__always)
  private static func dot(_ left: UnsafePointer<Int16>, _ right: UnsafePointer<Int8>, count: Int) -> Int32 {
    var sum: Int32 = 0
    for index in 0..<count { sum &+= Int32(left[index]) &* Int32(right[index]) }
    return sum
  }
}

/// As a convolution, but each output channel sees one input channel: sums run over all channels of a pixel at once.
struct ReferenceDepthwiseConvolution: Kernel {
  let step: Convolution

  var scratchByteCount: Int { step.outputShape.channels * MemoryLayout<Int32>.size }

  func run(in memory: Memory) {
    let (window, shape, channels) = (step.window, step.inputShape, step.outputShape.channels)
    let sums = memory.scratch.bindMemory(to: Int32.self, capacity: channels)
    let input = memory.elements(step.input)
    var output = memory.elements(step.output)
    // Safety: weights hold rows × columns × channels bytes, and taps are kept within the picture.
    step.weights.withUnsafeBytes { weights in
      step.stage.withRequantiser { requantiser in
        let weights = weights.bindMemory(to: Int8.self).baseAddress!
        for picture in 0..<step.outputShape.batch {
          for row in 0..<step.outputShape.rows {
            let firstRow = row * window.rowStride - window.top
            let rows = Window.taps(window.rows, from: firstRow, dilation: window.rowDilation, within: shape.rows)
            for column in 0..<step.outputShape.columns {
              let firstColumn = column * window.columnStride - window.left
              let columns = Window.taps(
                window.columns, from: firstColumn, dilation: window.columnDilation, within: shape.columns)
              sums.update(repeating: 0, count: channels)
              for i in rows {
                for j in columns {
                  let inputRow = firstRow + i * window.rowDilation
                  let inputColumn = firstColumn + j * window.columnDilation
                  accumulate(
                    input + picture * shape.pictureStep + inputRow * shape.rowStep + inputColumn * shape.channels,
                    weights + (i * window.columns + j) * channels, into: sums)
                }
              }
              for channel in 0..<channels { output[channel] = requantiser(sums[channel], channel: channel) }
              output += channels
            }
          }
        }
      }
    }
  }

  /// Adds one tap's products for every channel.
  @inline(__always)
  private func accumulate(
    _ pixel: UnsafePointer<Int8>, _ weights: UnsafePointer<Int8>, into sums: UnsafeMutablePointer<Int32>
  ) {
    let (inputs, outputs, zeroPoint) = (step.inputShape.channels, step.outputShape.channels, step.inputZeroPoint)
    if inputs == outputs {
      for channel in 0..<outputs {
        sums[channel] &+= (Int32(pixel[channel]) &- zeroPoint) &* Int32(weights[channel])
      }
    } else {
      let multiple = outputs / inputs
      for channel in 0..<inputs {
        let value = Int32(pixel[channel]) &- zeroPoint
        for copy in channel * multiple..<(channel + 1) * multiple { sums[copy] &+= value &* Int32(weights[copy]) }
      }
    }
  }
}

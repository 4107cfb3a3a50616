#if arch(arm64)
  import Inference
  import _Builtin_intrinsics.arm.neon

  /// Depthwise convolutions by `sdot`, 16 channels at a time.
  ///
  /// The instruction sums four neighbouring bytes, which in a picture are four channels of one pixel. So four input rows are
  /// woven together first: four bytes from one column of four rows lie next to each other then, and one instruction takes
  /// a channel four rows down. A column is woven once for all windows that see it: three windows beside each other, and
  /// with three rows to a window also two below each other, the lower with its weights one row further down.
  struct DotProductDepthwiseConvolution: RowKernel {
    private let step: Convolution
    private let padded: PaddedPicture
    /// Output rows that see the same four input rows: 2 or 1.
    private let rowsAtOnce: Int
    /// For each block of 16 channels, column of the window, vector of four channels and row at once: 4 channels × 4 rows.
    private let weights: Table
    private let constants: DepthwiseConstants

    /// Nil where channels have several outputs, windows are higher than four rows, or the output stage or the padding needs care.
    init?(_ step: Convolution) {
      let (window, channels) = (step.window, step.outputShape.channels)
      guard step.inputShape.channels == channels, window.rows <= 4,
        let stage = VectorStage(step, isDepthwise: true),
        let padded = PaddedPicture(
          step.inputShape, under: window, outputs: step.outputShape, zeroPoint: step.inputZeroPoint, as: .signed)
      else { return nil }
      self.step = step
      self.padded = padded
      constants = DepthwiseConstants(step, stage)
      let rowsAtOnce = window.rows <= 3 && window.rowStride == 1 && window.rowDilation == 1 ? 2 : 1
      self.rowsAtOnce = rowsAtOnce
      weights = Table(byteCount: (channels + 15) / 16 * window.columns * 64 * rowsAtOnce) { table in
        step.weights.withUnsafeBytes { source in
          // Safety: the reader has checked that there are rows × columns × channels weights.
          for channel in 0..<channels {
            for row in 0..<window.rows {
              for column in 0..<window.columns {
                let vector = (channel / 16 * window.columns + column) * 4 + channel % 16 / 4
                for lower in 0..<rowsAtOnce {
                  (table + (vector * rowsAtOnce + lower) * 16 + channel % 4 * 4 + row + lower).copyMemory(
                    from: source.baseAddress! + (row * window.columns + column) * channels + channel, byteCount: 1)
                }
              }
            }
          }
        }
      }
    }

    var rows: Int { step.outputShape.batch * step.outputShape.rows }

    private var pictureBytes: Int { padded.isPlain ? 0 : (padded.byteCount + 63) / 64 * 64 }
    private var columns: Int { padded.rowStep / step.inputShape.channels }

    /// Windows are taken two by two, so that the last may see columns beyond.
    var scratchByteCount: Int { pictureBytes + (columns + step.window.columnStride) * 64 }

    func run(rows: Range<Int>, in memory: Memory) {
      let shape = step.outputShape
      let range = OutputRange(
        zeroPoint: step.stage.zeroPoint, lowest: step.stage.range.lowerBound, highest: step.stage.range.upperBound)
      let woven = memory.scratch + pictureBytes
      var row = rows.lowerBound
      while row < rows.upperBound {
        let picture = row / shape.rows
        let end = min((picture &+ 1) &* shape.rows, rows.upperBound)
        let first = row &- picture &* shape.rows
        var input = padded.place(
          rows: first..<first &+ end &- row, of: memory.elements(step.input) + picture &* step.inputShape.pictureStep,
          in: memory.scratch)
        while row < end {
          let target = memory.bytes(step.output) + row &* shape.rowStep
          let count = min(rowsAtOnce, end &- row)
          var channel = 0
          while channel < shape.channels {
            weave(input + channel, lines: step.window.rows &+ count &- 1, to: woven)
            let block = WovenBlock(
              columns: UnsafeRawPointer(woven),
              weights: weights.start + channel &* step.window.columns &* 4 &* rowsAtOnce,
              constants: constants.start(channel / 16), range: range, target: target + channel,
              count: shape.channels &- channel, outputColumns: shape.columns, outputRows: count,
              columnStep: shape.channels, rowStep: shape.rowStep)
            switch (rowsAtOnce, step.window.columns, step.window.columnStride, step.window.columnDilation) {
            case (2, 3, 1, 1): block.slide(rowsAtOnce: 2, taps: 3, stride: 64, dilation: 64)
            case (1, 3, 2, 1): block.slide(rowsAtOnce: 1, taps: 3, stride: 128, dilation: 64)
            default: slideSlowly(block)
            }
            channel &+= 16
          }
          input += rowsAtOnce &* step.window.rowStride &* padded.rowStep
          row &+= count
        }
      }
    }

    @inline(never)
    private func slideSlowly(_ block: WovenBlock) {
      let (taps, stride) = (step.window.columns, step.window.columnStride &* 64)
      let dilation = step.window.columnDilation &* 64
      if rowsAtOnce == 2 {
        block.slide(rowsAtOnce: 2, taps: taps, stride: stride, dilation: dilation)
      } else {
        block.slide(rowsAtOnce: 1, taps: taps, stride: stride, dilation: dilation)
      }
    }

    /// Weaves 16 channels of four rows: for each column 16 channels × 4 bytes. Of the four rows `lines` are there; the last
    /// stands in for those beyond, whose weights are 0.
    @inline(__always)
    private func weave(_ input: UnsafeRawPointer, lines: Int, to woven: UnsafeMutableRawPointer) {
      let step = step.window.rowDilation &* padded.rowStep
      let (rowStep, channels) = (padded.rowStep, self.step.inputShape.channels)
      let second = input + min(1, lines &- 1) &* step
      let third = input + min(2, lines &- 1) &* step
      let fourth = input + min(3, lines &- 1) &* step
      var target = woven
      var offset = 0
      while offset < rowStep {
        let (a, b) = ((input + offset).bytes, (second + offset).bytes)
        let (c, d) = ((third + offset).bytes, (fourth + offset).bytes)
        let (low, lowest) = (Self.pairs(vzip1q_s8(a, b)), Self.pairs(vzip1q_s8(c, d)))
        let (high, highest) = (Self.pairs(vzip2q_s8(a, b)), Self.pairs(vzip2q_s8(c, d)))
        target.storeBytes(of: vzip1q_s16(low, lowest), as: SIMD8<Int16>.self)
        target.storeBytes(of: vzip2q_s16(low, lowest), toByteOffset: 16, as: SIMD8<Int16>.self)
        target.storeBytes(of: vzip1q_s16(high, highest), toByteOffset: 32, as: SIMD8<Int16>.self)
        target.storeBytes(of: vzip2q_s16(high, highest), toByteOffset: 48, as: SIMD8<Int16>.self)
        target += 64
        offset &+= channels
      }
    }

    @inline(__always)
    private static func pairs(_ bytes: SIMD16<Int8>) -> SIMD8<Int16> { unsafeBitCast(bytes, to: SIMD8<Int16>.self) }
  }
#endif

#if arch(arm64)
  import Inference
  import _Builtin_intrinsics.arm.neon

  /// Depthwise convolutions by `smull` and `smlal`, 16 channels at a time: the products of two taps are added in 16 bits,
  /// which they fit as long as no weight is −128, and then to the sums.
  struct NEONDepthwiseConvolution: RowKernel {
    private let step: Convolution
    private let padded: PaddedPicture
    /// For each block of 16 channels and each tap 16 weights; a last tap without weights where their number is odd.
    private let weights: Table
    private let constants: DepthwiseConstants
    /// For each tap, how many bytes after the window's first it lies.
    private let offsets: Table
    private let taps: Int

    /// Nil where channels have several outputs, the output stage or the padding needs care, or a weight is −128.
    init?(_ step: Convolution) {
      guard step.inputShape.channels == step.outputShape.channels, !step.weights.contains(0x80),
        let stage = VectorStage(step, isDepthwise: true),
        let padded = PaddedPicture(
          step.inputShape, under: step.window, outputs: step.outputShape, zeroPoint: step.inputZeroPoint, as: .signed)
      else { return nil }
      let window = step.window
      let channels = step.outputShape.channels
      let real = window.rows * window.columns
      let taps = (real + 1) / 2 * 2
      self.step = step
      self.padded = padded
      self.taps = taps
      constants = DepthwiseConstants(step, stage)
      weights = Table(byteCount: (channels + 15) / 16 * taps * 16) { table in
        step.weights.withUnsafeBytes { source in
          // Safety: the reader has checked that there are taps × channels weights.
          for channel in 0..<channels {
            for tap in 0..<real {
              (table + ((channel / 16) * taps + tap) * 16 + channel % 16)
                .copyMemory(from: source.baseAddress! + tap * channels + channel, byteCount: 1)
            }
          }
        }
      }
      offsets = Table(byteCount: taps * MemoryLayout<Int>.size) { table in
        let table = table.bindMemory(to: Int.self, capacity: taps)
        for tap in 0..<real {
          let (row, column) = tap.quotientAndRemainder(dividingBy: window.columns)
          table[tap] = row * window.rowDilation * padded.rowStep + column * window.columnDilation * channels
        }
      }
    }

    var rows: Int { step.outputShape.batch * step.outputShape.rows }

    var scratchByteCount: Int { padded.isPlain ? 0 : padded.byteCount }

    func run(rows: Range<Int>, in memory: Memory) {
      let (window, shape) = (step.window, step.outputShape)
      let channels = shape.channels
      let range = OutputRange(
        zeroPoint: step.stage.zeroPoint, lowest: step.stage.range.lowerBound, highest: step.stage.range.upperBound)
      var row = rows.lowerBound
      while row < rows.upperBound {
        let picture = row / shape.rows
        let end = min((picture &+ 1) &* shape.rows, rows.upperBound)
        let first = row &- picture &* shape.rows
        let input = padded.place(
          rows: first..<first &+ end &- row, of: memory.elements(step.input) + picture &* step.inputShape.pictureStep,
          in: memory.scratch)
        var channel = 0
        while channel < channels {
          let block = DepthwiseBlock(
            weights: weights.start + channel &* taps, constants: constants.start(channel / 16), range: range,
            count: channels &- channel)
          var source = input + channel
          var target = memory.bytes(step.output) + (row &* shape.rowStep &+ channel)
          var line = row
          while line < end {
            if window.rows == 3, window.columns == 3 {
              block.slide3x3(
                over: source, offsets.start, step: window.columnStride &* channels, to: target, columns: shape.columns,
                channels: channels)
            } else {
              block.slide(
                over: source, offsets.start, taps: taps, step: window.columnStride &* channels, to: target,
                columns: shape.columns, channels: channels)
            }
            source += window.rowStride &* padded.rowStep
            target += shape.rowStep
            line &+= 1
          }
          channel &+= 16
        }
        row = end
      }
    }
  }

  /// A block of 16 channels of a depthwise convolution, to be slid along a row.
  private struct DepthwiseBlock {
    let weights: UnsafeRawPointer
    let constants: UnsafeRawPointer
    let range: OutputRange
    /// Channels that are there, which may be more than 16.
    let count: Int

    @inline(__always)
    func slide3x3(
      over input: UnsafeRawPointer, _ offsets: UnsafeRawPointer, step: Int, to output: UnsafeMutableRawPointer,
      columns: Int, channels: Int
    ) {
      let offsets = offsets.assumingMemoryBound(to: Int.self)
      let (column1, column2, row1, row2) = (offsets[1], offsets[2], offsets[3], offsets[6])
      let (w0, w1, w2) = (weights.bytes, (weights + 16).bytes, (weights + 32).bytes)
      let (w3, w4, w5) = ((weights + 48).bytes, (weights + 64).bytes, (weights + 80).bytes)
      let (w6, w7, w8) = ((weights + 96).bytes, (weights + 112).bytes, (weights + 128).bytes)
      let (scalings, part) = (
        SixteenScalings(constants), PartOfSixteen(constants: constants, range: range, count: count)
      )
      var (first, output) = (input, output)
      var column = 0
      while column < columns {
        let (second, third) = (first + row1, first + row2)
        var sums = SixteenSums(startingAt: constants)
        sums.add(first.bytes, w0, (first + column1).bytes, w1)
        sums.add((first + column2).bytes, w2, second.bytes, w3)
        sums.add((second + column1).bytes, w4, (second + column2).bytes, w5)
        sums.add(third.bytes, w6, (third + column1).bytes, w7)
        sums.add((third + column2).bytes, w8)
        if count >= 16 {
          output.storeBytes(of: scalings.outputs(sums, range), as: SIMD16<Int8>.self)
        } else {
          part.store(sums, to: output)
        }
        first += step
        output += channels
        column &+= 1
      }
    }

    @inline(never)
    func slide(
      over input: UnsafeRawPointer, _ offsets: UnsafeRawPointer, taps: Int, step: Int,
      to output: UnsafeMutableRawPointer, columns: Int, channels: Int
    ) {
      let offsets = offsets.assumingMemoryBound(to: Int.self)
      let (scalings, part) = (
        SixteenScalings(constants), PartOfSixteen(constants: constants, range: range, count: count)
      )
      var (input, output) = (input, output)
      var column = 0
      while column < columns {
        var sums = SixteenSums(startingAt: constants)
        var tap = 0
        while tap < taps {
          let weights = weights + tap &* 16
          sums.add(
            (input + offsets[tap]).bytes, weights.bytes, (input + offsets[tap &+ 1]).bytes, (weights + 16).bytes)
          tap &+= 2
        }
        if count >= 16 {
          output.storeBytes(of: scalings.outputs(sums, range), as: SIMD16<Int8>.self)
        } else {
          part.store(sums, to: output)
        }
        input += step
        output += channels
        column &+= 1
      }
    }
  }

  extension SixteenSums {
    /// Adds the products of two taps.
    @inline(__always)
    fileprivate mutating func add(
      _ first: SIMD16<Int8>, _ firstWeights: SIMD16<Int8>, _ second: SIMD16<Int8>, _ secondWeights: SIMD16<Int8>
    ) {
      add(
        vmlal_s8(
          vmull_s8(vget_low_s8(first), vget_low_s8(firstWeights)), vget_low_s8(second), vget_low_s8(secondWeights)),
        vmlal_high_s8(vmull_high_s8(first, firstWeights), second, secondWeights))
    }

    /// Adds the products of one tap.
    @inline(__always)
    fileprivate mutating func add(_ bytes: SIMD16<Int8>, _ weights: SIMD16<Int8>) {
      add(vmull_s8(vget_low_s8(bytes), vget_low_s8(weights)), vmull_high_s8(bytes, weights))
    }

    @inline(__always)
    private mutating func add(_ low: SIMD8<Int16>, _ high: SIMD8<Int16>) {
      a = vaddw_s16(a, vget_low_s16(low))
      b = vaddw_high_s16(b, low)
      c = vaddw_s16(c, vget_low_s16(high))
      d = vaddw_high_s16(d, high)
    }
  }
#endif

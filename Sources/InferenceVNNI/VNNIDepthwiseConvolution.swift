#if arch(x86_64)
  import Inference
  import _Builtin_intrinsics.intel

  /// Depthwise convolutions by `vpdpbusd`, 64 channels at a time.
  ///
  /// The instruction sums four neighbouring bytes, which in a picture are four channels of one pixel. So for each row of
  /// outputs the input rows under it are woven together first: four bytes from one column of four rows lie next to each
  /// other then, and one instruction takes a channel four rows down. A column is woven once, however many windows see it.
  ///
  /// Weaving works within each 128 bits, so that vector v of a woven column holds channels 16 l + 4 v … 4 v + 3 for l from
  /// 0 to 3. Weights and constants are arranged likewise, and packing the outputs undoes it.
  ///
  /// Where there are so few channels that several pixels fill 64 lanes, a row is taken as one line of elements instead, 64 at a
  /// time whatever pixels they are of, and woven anew for each column of the window.
  struct VNNIDepthwiseConvolution: RowKernel {
    private static let lanes = 64

    private let step: Convolution
    private let padded: PaddedPicture
    /// Groups of four rows that a window falls into.
    private let groups: Int
    private let blocks: Int
    /// Whether 64 lanes hold several pixels.
    private let isFlat: Bool
    /// For each block of channels, column of the window, group and vector: 16 channels × 4 rows.
    private let weights: Table
    /// For each block and vector: 16 starts and the scaling's constants.
    private let constants: Table

    /// Nil where channels have several outputs, or the output stage needs care.
    init?(_ step: Convolution) {
      guard step.inputShape.channels == step.outputShape.channels, let stage = VectorStage(step, isDepthwise: true),
        let padded = PaddedPicture(
          step.inputShape, under: step.window, outputs: step.outputShape, zeroPoint: step.inputZeroPoint, as: .unsigned)
      else { return nil }
      let channels = step.outputShape.channels
      let groups = (step.window.rows + 3) / 4
      let isFlat = channels < Self.lanes && Self.lanes.isMultiple(of: channels) && step.window.columnStride == 1
      let blocks = (channels + Self.lanes - 1) / Self.lanes
      let arrangement = DepthwiseArrangement(
        channels: channels, rows: step.window.rows, columns: step.window.columns, isRepeated: isFlat)
      self.isFlat = isFlat
      self.step = step
      self.padded = padded
      self.groups = groups
      self.blocks = blocks
      weights = Table(byteCount: blocks * step.window.columns * groups * 256) { table in
        step.weights.withUnsafeBytes { arrangement.write($0.baseAddress!, to: table) }
      }
      let perVector = 16 + Scaling.wordsPerVector
      constants = Table(byteCount: blocks * 4 * perVector * 4) { table in
        let table = table.bindMemory(to: Int32.self, capacity: blocks * 4 * perVector)
        let origin = Activations.unsigned.origin(step.inputZeroPoint)
        step.weights.withUnsafeBytes { source in
          for vector in 0..<blocks * 4 {
            // 16 fractions and shifts, in their order.
            let scratch = UnsafeMutablePointer<Int32>.allocate(capacity: 32)
            defer { scratch.deallocate() }
            let start = table + vector * perVector
            for lane in 0..<16 {
              let channel = arrangement.channel(vector: vector, lane: lane)
              let isThere = channel < channels
              let multiplier = isThere ? stage.multipliers[channel] : nil
              start[lane] =
                isThere ? stage.bias[channel] &- origin &* arrangement.weightSum(source.baseAddress!, channel) : 0
              scratch[lane] = multiplier?.fraction ?? 0
              scratch[16 + lane] = multiplier.map { -$0.exponent } ?? 1
            }
            Scaling.arrange(fractions: scratch, shifts: scratch + 16, into: start + 16)
          }
        }
      }
    }

    var rows: Int { step.outputShape.batch * step.outputShape.rows }

    private var pictureBytes: Int { (padded.byteCount + 63) / 64 * 64 }
    private var columns: Int { padded.rowStep / step.inputShape.channels }

    var scratchByteCount: Int { pictureBytes + (isFlat ? 0 : columns * groups * 256) }

    func run(rows: Range<Int>, in memory: Memory) {
      let (window, shape) = (step.window, step.outputShape)
      let range = OutputRange(
        zeroPoint: step.stage.zeroPoint, lowest: step.stage.range.lowerBound, highest: step.stage.range.upperBound)
      let woven = memory.scratch + pictureBytes
      var copied = (picture: -1, end: 0)
      var row = rows.lowerBound
      while row < rows.upperBound {
        let picture = row / shape.rows
        let first = (row &- picture &* shape.rows) &* window.rowStride
        let end = first &+ (window.rows &- 1) &* window.rowDilation &+ 1
        if copied.picture != picture { copied = (picture, first) }
        if copied.end < end {
          padded.copy(
            rows: copied.end..<end, of: memory.elements(step.input) + picture &* step.inputShape.pictureStep,
            to: memory.scratch)
          copied.end = end
        }
        let output = memory.elements(step.output) + row &* shape.rowStep
        if isFlat { slideFlat(row: first, from: memory.scratch, to: output, range) }
        var block = isFlat ? blocks : 0
        while block < blocks {
          weave(row: first, channel: block &* Self.lanes, from: memory.scratch, to: woven)
          switch (window.columns, groups) {
          case (3, 1): slide(block, over: woven, to: output, range, taps: 3)
          default: slide(block, over: woven, to: output, range, taps: window.columns &* groups)
          }
          block &+= 1
        }
        row &+= 1
      }
    }

    /// Weaves `lanes` channels of the padded rows that the window sees from `row` on: for each column and group of four
    /// rows 64 channels × 4 bytes. Rows beyond the window's have weights of zero.
    @inline(__always)
    private func weave(
      row: Int, channel: Int, from picture: UnsafeMutableRawPointer, to woven: UnsafeMutableRawPointer
    ) {
      let channels = step.inputShape.channels
      let mask = ~0 &>> UInt64(truncatingIfNeeded: max(0, Self.lanes &- (channels &- channel)))
      var group = 0
      while group < groups {
        let tap: Int = group &* 4
        let lines = (
          line(row, tap, channel, picture), line(row, tap &+ 1, channel, picture),
          line(row, tap &+ 2, channel, picture), line(row, tap &+ 3, channel, picture)
        )
        var target = woven + group &* 256
        var offset = 0
        while offset < padded.rowStep {
          let (a, b, c, d) = Self.woven(
            _mm512_maskz_loadu_epi8(mask, lines.0 + offset), _mm512_maskz_loadu_epi8(mask, lines.1 + offset),
            _mm512_maskz_loadu_epi8(mask, lines.2 + offset), _mm512_maskz_loadu_epi8(mask, lines.3 + offset))
          target.storeBytes(of: a, as: Vector.self)
          target.storeBytes(of: b, toByteOffset: 64, as: Vector.self)
          target.storeBytes(of: c, toByteOffset: 128, as: Vector.self)
          target.storeBytes(of: d, toByteOffset: 192, as: Vector.self)
          target += groups &* 256
          offset &+= channels
        }
        group &+= 1
      }
    }

    /// Four rows' bytes, those of one place next to each other.
    @inline(__always)
    private static func woven(
      _ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector
    ) -> (Vector, Vector, Vector, Vector) {
      let (firstLow, firstHigh) = (_mm512_unpacklo_epi8(a, b), _mm512_unpackhi_epi8(a, b))
      let (lastLow, lastHigh) = (_mm512_unpacklo_epi8(c, d), _mm512_unpackhi_epi8(c, d))
      return (
        _mm512_unpacklo_epi16(firstLow, lastLow), _mm512_unpackhi_epi16(firstLow, lastLow),
        _mm512_unpacklo_epi16(firstHigh, lastHigh), _mm512_unpackhi_epi16(firstHigh, lastHigh)
      )
    }

    /// Computes one row of outputs, 64 elements at a time. Loads reach up to 64 bytes beyond a row.
    @inline(__always)
    private func slideFlat(
      row: Int, from picture: UnsafeMutableRawPointer, to output: UnsafeMutablePointer<Int8>, _ range: OutputRange
    ) {
      let (window, channels) = (step.window, step.outputShape.channels)
      let stride = (16 &+ Scaling.wordsPerVector) &* 4
      let constants = constants.start
      let end = step.outputShape.columns &* channels
      var element = 0
      while element < end {
        var (a, b) = (Vector(at: constants), Vector(at: constants + stride))
        var (c, d) = (Vector(at: constants + 2 &* stride), Vector(at: constants + 3 &* stride))
        var weight = weights.start
        var column = 0
        while column < window.columns {
          let offset = element &+ column &* window.columnDilation &* channels
          var tap = 0
          while tap < groups &* 4 {
            let rows = Self.woven(
              Vector(at: line(row, tap, offset, picture)), Vector(at: line(row, tap &+ 1, offset, picture)),
              Vector(at: line(row, tap &+ 2, offset, picture)), Vector(at: line(row, tap &+ 3, offset, picture)))
            a = _mm512_dpbusd_epi32(a, rows.0, Vector(at: weight))
            b = _mm512_dpbusd_epi32(b, rows.1, Vector(at: weight + 64))
            c = _mm512_dpbusd_epi32(c, rows.2, Vector(at: weight + 128))
            d = _mm512_dpbusd_epi32(d, rows.3, Vector(at: weight + 192))
            weight += 256
            tap &+= 4
          }
          column &+= 1
        }
        let outputs = range.packInLanes(
          Scaling(at: constants + 64)(a), Scaling(at: constants + stride + 64)(b),
          Scaling(at: constants + 2 &* stride + 64)(c), Scaling(at: constants + 3 &* stride + 64)(d))
        (output + element).store(outputs, count: min(64, end &- element))
        element &+= 64
      }
    }

    /// Where tap row `tap` of a window from padded row `row` on begins; the last one for taps beyond it.
    @inline(__always)
    private func line(_ row: Int, _ tap: Int, _ channel: Int, _ picture: UnsafeMutableRawPointer) -> UnsafeRawPointer {
      let tap = min(tap, step.window.rows &- 1)
      let offset: Int = (row &+ tap &* step.window.rowDilation) &* padded.rowStep &+ channel
      return UnsafeRawPointer(picture) + offset
    }

    /// Computes one row of outputs of one block; `taps` are its columns × groups.
    @inline(__always)
    private func slide(
      _ block: Int, over woven: UnsafeMutableRawPointer, to output: UnsafeMutablePointer<Int8>, _ range: OutputRange,
      taps: Int
    ) {
      let (window, shape) = (step.window, step.outputShape)
      let channel = block &* Self.lanes
      let count = min(Self.lanes, shape.channels &- channel)
      let weights = weights.start + block &* taps &* 256
      let stride = (16 &+ Scaling.wordsPerVector) &* 4
      let constants = constants.start + block &* 4 &* stride
      let columnStep = groups &* 256
      var column = 0
      while column < shape.columns {
        var (a, b) = (Vector(at: constants), Vector(at: constants + stride))
        var (c, d) = (Vector(at: constants + 2 &* stride), Vector(at: constants + 3 &* stride))
        let place = UnsafeRawPointer(woven) + column &* window.columnStride &* columnStep
        var tap = 0
        while tap < taps {
          let (tapColumn, group) = groups == 1 ? (tap, 0) : (tap / groups, tap % groups)
          let offset: Int = tapColumn &* window.columnDilation &* columnStep &+ group &* 256
          let pixel = place + offset
          let weight = weights + tap &* 256
          a = _mm512_dpbusd_epi32(a, Vector(at: pixel), Vector(at: weight))
          b = _mm512_dpbusd_epi32(b, Vector(at: pixel + 64), Vector(at: weight + 64))
          c = _mm512_dpbusd_epi32(c, Vector(at: pixel + 128), Vector(at: weight + 128))
          d = _mm512_dpbusd_epi32(d, Vector(at: pixel + 192), Vector(at: weight + 192))
          tap &+= 1
        }
        let outputs = range.packInLanes(
          Scaling(at: constants + 64)(a), Scaling(at: constants + stride + 64)(b),
          Scaling(at: constants + 2 &* stride + 64)(c), Scaling(at: constants + 3 &* stride + 64)(d))
        (output + (column &* shape.channels &+ channel)).store(outputs, count: count)
        column &+= 1
      }
    }
  }
#endif

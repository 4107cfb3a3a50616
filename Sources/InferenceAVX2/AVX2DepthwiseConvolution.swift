#if arch(x86_64)
  import Inference
  import _Builtin_intrinsics.intel

  /// Depthwise convolutions by `vpmaddwd`, 16 channels at a time.
  ///
  /// The instruction sums two neighbouring 16-bit numbers, which in a picture are two channels of one pixel; here the two
  /// are the same channel in two rows, woven together as they are loaded. Weaving works within each 128 bits, so that the
  /// first vector holds channels 0…3 and 8…11, the second the others; weights and constants are arranged likewise.
  struct AVX2DepthwiseConvolution: RowKernel {
    private static let lanes = 16

    private let step: Convolution
    private let padded: PaddedPicture
    /// Pairs of rows that a window falls into.
    private let pairs: Int
    /// For each block of channels, pair, column and vector: 8 channels × 2 rows, int16.
    private let weights: Table
    /// For each block and vector: 8 starts and the scaling's constants.
    private let constants: Table

    private static let constantBytes = (8 + Scaling.wordsPerVector) * 4

    /// Nil where channels have several outputs, or the output stage needs care.
    init?(_ step: Convolution) {
      let channels = step.outputShape.channels
      guard step.inputShape.channels == channels, let stage = VectorStage(step, isDepthwise: true),
        let padded = PaddedPicture(
          step.inputShape, under: step.window, outputs: step.outputShape, zeroPoint: step.inputZeroPoint, as: .wide)
      else { return nil }
      let (rows, columns) = (step.window.rows, step.window.columns)
      let pairs = (rows + 1) / 2
      let blocks = (channels + Self.lanes - 1) / Self.lanes
      self.step = step
      self.pairs = pairs
      self.padded = padded
      weights = Table(byteCount: blocks * pairs * columns * 64) { table in
        let table = table.bindMemory(to: Int16.self, capacity: blocks * pairs * columns * 32)
        step.weights.withUnsafeBytes { source in
          var place = 0
          while place < blocks &* pairs &* columns &* 32 {
            let (lane, row) = (place % 32 / 2, place / 32 / columns % pairs &* 2 &+ place % 2)
            let column = place / 32 % columns
            let channel = Self.channel(vector: place / (32 &* columns &* pairs) &* 2 &+ lane / 8, lane: lane % 8)
            if channel < channels, row < rows {
              let index: Int = (row &* columns &+ column) &* channels &+ channel
              table[place] = Int16(Int8(bitPattern: source[index]))
            }
            place &+= 1
          }
        }
      }
      constants = Table(byteCount: blocks * 2 * Self.constantBytes) { table in
        let scratch = UnsafeMutablePointer<Int32>.allocate(capacity: 16)
        defer { scratch.deallocate() }
        for vector in 0..<blocks * 2 {
          let start = (table + vector * Self.constantBytes).bindMemory(to: Int32.self, capacity: 48)
          for lane in 0..<8 {
            let channel = Self.channel(vector: vector, lane: lane)
            let multiplier = channel < channels ? stage.multipliers[channel] : nil
            start[lane] = channel < channels ? stage.bias[channel] : 0
            scratch[lane] = multiplier?.fraction ?? 0
            scratch[8 + lane] = multiplier.map { -$0.exponent } ?? 1
          }
          Scaling.arrange(fractions: scratch, shifts: scratch + 8, into: start + 8)
        }
      }
    }

    /// The channel that `lane` of `vector` holds, two vectors a block.
    private static func channel(vector: Int, lane: Int) -> Int {
      vector / 2 &* 16 &+ lane / 4 &* 8 &+ vector % 2 &* 4 &+ lane % 4
    }

    var rows: Int { step.outputShape.batch * step.outputShape.rows }

    var scratchByteCount: Int { (padded.byteCount + 63) / 64 * 64 }

    func run(rows: Range<Int>, in memory: Memory) {
      let (window, shape) = (step.window, step.outputShape)
      let range = OutputRange(
        zeroPoint: step.stage.zeroPoint, lowest: step.stage.range.lowerBound, highest: step.stage.range.upperBound)
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
        var channel = 0
        while channel < shape.channels {
          slide(
            channel, over: UnsafeRawPointer(memory.scratch) + first &* padded.rowStep,
            to: memory.elements(step.output) + row &* shape.rowStep, range)
          channel &+= Self.lanes
        }
        row &+= 1
      }
    }

    /// Computes one row of outputs of 16 channels. Loads may reach beyond a pixel's channels, as far as the padded
    /// picture's slack; what they find there meets weights of zero.
    @inline(__always)
    private func slide(
      _ channel: Int, over picture: UnsafeRawPointer, to output: UnsafeMutablePointer<Int8>, _ range: OutputRange
    ) {
      let (window, shape) = (step.window, step.outputShape)
      let count = min(Self.lanes, shape.channels &- channel)
      let block = channel / Self.lanes
      let constants = constants.start + block &* 2 &* Self.constantBytes
      let pixelStep = shape.channels &* 2
      var column = 0
      while column < shape.columns {
        var weight = weights.start + block &* pairs &* window.columns &* 64
        var (a, b) = (Vector(at: constants), Vector(at: constants + Self.constantBytes))
        let place = picture + (column &* window.columnStride &* pixelStep &+ channel &* 2)
        var pair = 0
        while pair < pairs {
          let upper = place + 2 &* pair &* window.rowDilation &* padded.rowStep
          // The last row stands in for one beyond the window.
          let lower = 2 &* pair &+ 1 < window.rows ? upper + window.rowDilation &* padded.rowStep : upper
          var tap = 0
          while tap < window.columns {
            let offset = tap &* window.columnDilation &* pixelStep
            let (first, second) = (Vector(at: upper + offset), Vector(at: lower + offset))
            a = _mm256_add_epi32(
              a, _mm256_madd_epi16(_mm256_unpacklo_epi16(first, second), Vector(at: weight)))
            b = _mm256_add_epi32(
              b, _mm256_madd_epi16(_mm256_unpackhi_epi16(first, second), Vector(at: weight + 32)))
            weight += 64
            tap &+= 1
          }
          pair &+= 1
        }
        let outputs = range.packUnpacked(
          Scaling(at: constants + 32)(a), Scaling(at: constants + (Self.constantBytes &+ 32))(b))
        (output + (column &* shape.channels &+ channel)).store(outputs, count: count)
        column &+= 1
      }
    }
  }
#endif

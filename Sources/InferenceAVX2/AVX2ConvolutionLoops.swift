#if arch(x86_64)
  import Inference
  import _Builtin_intrinsics.intel

  /// Convolutions by `vpmaddwd`: each lane adds two products of 16-bit numbers. Four pixels by 16 channels keep their sums
  /// in registers.
  struct AVX2ConvolutionLoops: ConvolutionLoops {
    func tile(forChannels channels: Int) -> Tile {
      Tile(pixels: 4, channels: 16, depth: 2, activations: .wide)
    }

    func constantWords(for tile: Tile) -> Int { 16 + 2 * Scaling.wordsPerVector }

    func arrange(_ constants: ChannelConstants, into table: UnsafeMutablePointer<Int32>) {
      table.update(from: constants.starts, count: 16)
      Scaling.arrange(fractions: constants.fractions, shifts: constants.shifts, into: table + 16)
      Scaling.arrange(
        fractions: constants.fractions + 8, shifts: constants.shifts + 8, into: table + (16 + Scaling.wordsPerVector))
    }

    func run(_ job: ConvolutionJob, tile: Tile) {
      let range = OutputRange(zeroPoint: job.zeroPoint, lowest: job.lowest, highest: job.highest)
      var weights = job.weights
      var constants = UnsafeRawPointer(job.constants)
      var channel = 0
      while channel < job.channels {
        let block = Block(
          job: job, channel: channel, count: min(16, job.channels &- channel), weights: weights, constants: constants,
          range: range)
        var pixel = 0
        while pixel < job.pixels {
          if job.pixels &- pixel == 1 { block.one(pixel) } else { block.four(pixel, of: min(job.pixels &- pixel, 4)) }
          pixel &+= 4
        }
        weights += job.segments &* job.groups &* 64
        constants += 64 &+ 2 &* Scaling.wordsPerVector &* 4
        channel &+= 16
      }
    }
  }

  /// The sums of one pixel for 16 channels.
  private struct PixelSums {
    var low: Vector
    var high: Vector

    @inline(__always)
    init(startingAt starts: UnsafeRawPointer) {
      low = Vector(at: starts)
      high = Vector(at: starts + 32)
    }

    /// Adds the products of two activations, the same in all lanes, with each channel's two weights.
    @inline(__always)
    mutating func add(_ activations: Vector, _ weights: UnsafeRawPointer) {
      low = _mm256_add_epi32(low, _mm256_madd_epi16(activations, Vector(at: weights)))
      high = _mm256_add_epi32(high, _mm256_madd_epi16(activations, Vector(at: weights + 32)))
    }
  }

  /// A block of 16 channels of a convolution, to be run over pixels.
  private struct Block {
    let job: ConvolutionJob
    let channel: Int
    let count: Int
    let weights: UnsafeRawPointer
    let constants: UnsafeRawPointer
    let range: OutputRange

    @inline(__always)
    func four(_ pixel: Int, of count: Int) {
      let offsets = job.offsets + pixel
      let (first, second) = (job.input + Int(offsets[0]), job.input + Int(offsets[1]))
      let (third, fourth) = (job.input + Int(offsets[2]), job.input + Int(offsets[3]))
      var a = PixelSums(startingAt: constants)
      var (b, c, d) = (a, a, a)
      forEachGroup { offset, weights in
        a.add((first + offset).repeatedPair, weights)
        b.add((second + offset).repeatedPair, weights)
        c.add((third + offset).repeatedPair, weights)
        d.add((fourth + offset).repeatedPair, weights)
      }
      store(a, pixel)
      store(b, pixel &+ 1)
      if count > 2 { store(c, pixel &+ 2) }
      if count > 3 { store(d, pixel &+ 3) }
    }

    /// A single pixel, as a fully connected layer has.
    @inline(__always)
    func one(_ pixel: Int) {
      let place = job.input + Int(job.offsets[pixel])
      var sums = PixelSums(startingAt: constants)
      forEachGroup { offset, weights in sums.add((place + offset).repeatedPair, weights) }
      store(sums, pixel)
    }

    @inline(__always)
    private func forEachGroup(_ body: (_ offset: Int, _ weights: UnsafeRawPointer) -> Void) {
      var weights = weights
      var segment = 0
      while segment < job.segments {
        var offset = segment &* job.segmentStep
        let end = offset &+ job.groups &* 4
        while offset < end {
          body(offset, weights)
          weights += 64
          offset &+= 4
        }
        segment &+= 1
      }
    }

    @inline(__always)
    private func store(_ sums: PixelSums, _ pixel: Int) {
      let place = pixel &* job.channels &+ channel
      guard let target = job.sums else {
        let scaled = (
          Scaling(at: constants + 64)(sums.low), Scaling(at: constants + (64 &+ Scaling.wordsPerVector &* 4))(sums.high)
        )
        (job.output + place).store(range.pack(scaled.0, scaled.1), count: count)
        return
      }
      var lane = 0
      while lane < count {
        let half = unsafeBitCast(lane < 8 ? sums.low : sums.high, to: SIMD8<Int32>.self)
        target[place &+ lane] = half[lane & 7]
        lane &+= 1
      }
    }
  }
#endif

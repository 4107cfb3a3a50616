#if arch(x86_64)
  import Inference
  import _Builtin_intrinsics.intel

  /// Convolutions by `vpdpbusd`: each lane adds four products of an unsigned activation and a weight. Six or twelve pixels
  /// by 16 to 64 channels keep their sums in registers.
  struct VNNIConvolutionLoops: ConvolutionLoops {
    func tile(forChannels channels: Int) -> Tile {
      // As wide as wastes the fewest lanes; of two narrow ones twelve pixels are taken, to reuse the weights.
      var (best, waste) = (16, Int.max)
      for width in [64, 48, 32, 16] {
        let lanes = (channels + width - 1) / width * width
        if lanes < waste { (best, waste) = (width, lanes) }
      }
      return Tile(pixels: best > 32 ? 6 : 12, channels: best, depth: 4, activations: .unsigned)
    }

    var constantsPerChannel: Int { 1 + Scaling.wordsPerVector / 16 }

    func arrange(_ constants: ChannelConstants, into table: UnsafeMutablePointer<Int32>) {
      table.update(from: constants.starts, count: constants.count)
      var first = 0
      while first < constants.count {
        Scaling.arrange(
          fractions: constants.fractions + first, shifts: constants.shifts + first,
          into: table + constants.count + first / 16 * Scaling.wordsPerVector)
        first += 16
      }
    }

    func run(_ job: ConvolutionJob, tile: Tile) {
      switch tile.channels {
      case 64: run(job, PixelSums64.self)
      case 48: run(job, PixelSums48.self)
      case 32: run(job, PixelSums32.self)
      default: run(job, PixelSums16.self)
      }
    }

    @inline(__always)
    private func run<Sums: PixelSums>(_ job: ConvolutionJob, _: Sums.Type) {
      let range = OutputRange(zeroPoint: job.zeroPoint, lowest: job.lowest, highest: job.highest)
      let lanes = Sums.vectors &* 16
      let pixelsAtOnce = Sums.vectors > 2 ? 6 : 12
      var weights = job.weights
      var constants = UnsafeRawPointer(job.constants)
      var channel = 0
      while channel < job.channels {
        let block = Block<Sums>(
          job: job, channel: channel, count: min(lanes, job.channels &- channel), weights: weights,
          constants: constants, range: range)
        var pixel = 0
        while pixel < job.pixels {
          let left = job.pixels &- pixel
          if left == 1 {
            block.one(pixel)
          } else if pixelsAtOnce == 12, left > 6 {
            block.twelve(pixel, of: min(left, 12))
          } else {
            block.six(pixel, of: min(left, 6))
          }
          pixel &+= pixelsAtOnce
        }
        weights += job.segments &* job.groups &* lanes &* 4
        constants += (1 &+ Scaling.wordsPerVector / 16) &* lanes &* 4
        channel &+= lanes
      }
    }
  }

  /// A block of channels of a convolution, to be run over pixels.
  private struct Block<Sums: PixelSums> {
    let job: ConvolutionJob
    let channel: Int
    let count: Int
    let weights: UnsafeRawPointer
    let constants: UnsafeRawPointer
    let range: OutputRange

    @inline(__always)
    func twelve(_ pixel: Int, of count: Int) {
      let offsets = job.offsets + pixel
      var first = SixPixels<Sums>(job.input, offsets, startingAt: constants)
      var second = SixPixels<Sums>(job.input, offsets + 6, startingAt: constants)
      forEachGroup { offset, weights in
        first.add(at: offset, weights)
        second.add(at: offset, weights)
      }
      first.forEach(6) { store($1, pixel &+ $0) }
      second.forEach(count &- 6) { store($1, pixel &+ 6 &+ $0) }
    }

    @inline(__always)
    func six(_ pixel: Int, of count: Int) {
      var sums = SixPixels<Sums>(job.input, job.offsets + pixel, startingAt: constants)
      forEachGroup { offset, weights in sums.add(at: offset, weights) }
      sums.forEach(count) { store($1, pixel &+ $0) }
    }

    /// A single pixel, as a fully connected layer has.
    @inline(__always)
    func one(_ pixel: Int) {
      let place = job.input + Int(job.offsets[pixel])
      var sums = Sums(startingAt: constants)
      forEachGroup { offset, weights in sums.add((place + offset).repeatedWord, weights) }
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
          weights += Sums.vectors &* 64
          offset &+= 4
        }
        segment &+= 1
      }
    }

    @inline(__always)
    private func store(_ sums: Sums, _ pixel: Int) {
      let place = pixel &* job.channels &+ channel
      if let target = job.sums {
        storeRaw(sums, target + place)
      } else {
        let outputs = sums.outputs(constants + Sums.vectors &* 64, range)
        (job.output + place).store(outputs, count: count)
      }
    }

    @inline(never)
    private func storeRaw(_ sums: Sums, _ target: UnsafeMutablePointer<Int32>) {
      var index = 0
      while index &* 16 < count {
        let left = min(count &- index &* 16, 16)
        _mm512_mask_storeu_epi32(
          target + index &* 16, UInt16(truncatingIfNeeded: (1 &<< left) &- 1), sums.vector(index))
        index &+= 1
      }
    }
  }
#endif

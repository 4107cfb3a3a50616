#if arch(x86_64)
  import Inference

  /// Convolutions by `vpdpbusd`: each lane adds four products of an unsigned activation and a weight. Six or twelve pixels
  /// by 8 to 64 channels keep their sums in registers.
  struct VNNIConvolutionLoops: ConvolutionLoops {
    func tile(forChannels channels: Int) -> Tile {
      if channels <= 8 { return Tile(pixels: 12, channels: 8, depth: 4, activations: .unsigned) }
      // As wide as wastes the fewest lanes; narrow ones take twelve pixels, to reuse the weights.
      var (best, fewest) = (16, Int.max)
      for width in [64, 48, 32, 24, 16] {
        let lanes = (channels + width - 1) / width * width
        if lanes < fewest { (best, fewest) = (width, lanes) }
      }
      return Tile(pixels: best > 32 ? 6 : 12, channels: best, depth: 4, activations: .unsigned)
    }

    /// Starts for every vector of a unit, then scaling; channels that share a vector stand in it twice.
    private static func vectors(of channels: Int) -> Int { (channels + 8) / 16 }

    func constantWords(for tile: Tile) -> Int { Self.vectors(of: tile.channels) * (16 + Scaling.wordsPerVector) }

    func arrange(_ constants: ChannelConstants, into table: UnsafeMutablePointer<Int32>) {
      let vectors = Self.vectors(of: constants.count)
      let lanes = UnsafeMutablePointer<Int32>.allocate(capacity: 32)
      defer { lanes.deallocate() }
      var vector = 0
      while vector < vectors {
        var lane = 0
        while lane < 16 {
          let channel = vector &* 16 &+ lane
          let place = channel < constants.count ? channel : channel &- 8
          table[channel] = constants.starts[place]
          lanes[lane] = constants.fractions[place]
          lanes[16 &+ lane] = constants.shifts[place]
          lane &+= 1
        }
        Scaling.arrange(
          fractions: lanes, shifts: lanes + 16, into: table + (16 &* vectors &+ vector &* Scaling.wordsPerVector))
        vector &+= 1
      }
    }

    func run(_ job: ConvolutionJob, tile: Tile) {
      switch tile.channels {
      case 64: run(job, SinglePixel<PixelSums64>.self, unitsAtOnce: 6)
      case 48: run(job, SinglePixel<PixelSums48>.self, unitsAtOnce: 6)
      case 32: run(job, SinglePixel<PixelSums32>.self, unitsAtOnce: 12)
      case 24: run(job, PixelPair24.self, unitsAtOnce: 6)
      case 16: run(job, SinglePixel<PixelSums16>.self, unitsAtOnce: 12)
      default: run(job, PixelPair8.self, unitsAtOnce: 6)
      }
    }

    @inline(__always)
    private func run<Unit: PixelUnit>(_ job: ConvolutionJob, _: Unit.Type, unitsAtOnce: Int) {
      let range = OutputRange(zeroPoint: job.zeroPoint, lowest: job.lowest, highest: job.highest)
      let vectors = Self.vectors(of: Unit.channels)
      var weights = job.weights
      var constants = UnsafeRawPointer(job.constants)
      var channel = 0
      while channel < job.channels {
        let target = BlockTarget(
          output: job.output, sums: job.sums, channels: job.channels, channel: channel,
          count: min(Unit.channels, job.channels &- channel), constants: constants, range: range)
        let block = Block<Unit>(job: job, weights: weights, target: target)
        var pixel = 0
        while pixel < job.pixels {
          let left = job.pixels &- pixel
          if left == 1 {
            block.one(pixel)
          } else if unitsAtOnce == 12, left > 6 {
            block.twelve(pixel, of: min(left, 12))
          } else {
            block.six(pixel, of: min(left, SixUnits<Unit>.pixels))
          }
          pixel &+= unitsAtOnce &* Unit.pixels
        }
        weights += job.segments &* job.groups &* Unit.channels &* 4
        constants += vectors &* (16 &+ Scaling.wordsPerVector) &* 4
        channel &+= Unit.channels
      }
    }
  }

  /// A block of channels of a convolution, to be run over pixels.
  private struct Block<Unit: PixelUnit> {
    let job: ConvolutionJob
    let weights: UnsafeRawPointer
    let target: BlockTarget

    @inline(__always)
    func twelve(_ pixel: Int, of count: Int) {
      let offsets = job.offsets + pixel
      var first = SixUnits<Unit>(job.input, offsets, startingAt: target.constants)
      var second = SixUnits<Unit>(job.input, offsets + 6, startingAt: target.constants)
      forEachGroup { offset, weights in
        first.add(at: offset, weights)
        second.add(at: offset, weights)
      }
      first.store(with: second, pixel, count: count, target)
    }

    @inline(__always)
    func six(_ pixel: Int, of count: Int) {
      var units = SixUnits<Unit>(job.input, job.offsets + pixel, startingAt: target.constants)
      forEachGroup { units.add(at: $0, $1) }
      units.store(pixel, count: count, target)
    }

    /// A single pixel, as a fully connected layer has. Four sums take turns, so that none waits for itself.
    @inline(__always)
    func one(_ pixel: Int) {
      var a = Unit(job.input, job.offsets + pixel, startingAt: target.constants)
      var b = a.cleared()
      var (c, d) = (b, b)
      var weights = weights
      let step = Unit.channels &* 4
      var segment = 0
      while segment < job.segments {
        var offset = segment &* job.segmentStep
        let end = offset &+ job.groups &* 4
        while offset &+ 16 <= end {
          a.add(at: offset, weights)
          b.add(at: offset &+ 4, weights + step)
          c.add(at: offset &+ 8, weights + 2 &* step)
          d.add(at: offset &+ 12, weights + 3 &* step)
          weights += 4 &* step
          offset &+= 16
        }
        while offset < end {
          a.add(at: offset, weights)
          weights += step
          offset &+= 4
        }
        segment &+= 1
      }
      a.merge(b)
      c.merge(d)
      a.merge(c)
      a.store(pixel, count: 1, target)
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
          weights += Unit.channels &* 4
          offset &+= 4
        }
        segment &+= 1
      }
    }
  }
#endif

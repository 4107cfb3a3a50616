#if arch(arm64)
  import Inference

  /// A block of channels of a convolution, to be run over pixels.
  struct ChannelBlock<Sums: PixelSums> {
    private let job: ConvolutionJob
    private let range: OutputRange
    private let isRaw: Bool
    /// Where sums go as they are; stands for nothing where they do not.
    private let rawTarget: UnsafeMutablePointer<Int32>
    private let outputEnd: Int
    private var weights: UnsafeRawPointer
    private var constants: UnsafeRawPointer
    private(set) var channel = 0

    @inline(__always)
    init(_ job: ConvolutionJob) {
      self.job = job
      range = OutputRange(zeroPoint: job.zeroPoint, lowest: job.lowest, highest: job.highest)
      isRaw = job.sums != nil
      rawTarget = job.sums ?? UnsafeMutableRawPointer(job.output).assumingMemoryBound(to: Int32.self)
      outputEnd = job.pixels &* job.channels
      weights = job.weights
      constants = UnsafeRawPointer(job.constants)
    }

    /// Goes on to the next block.
    @inline(__always)
    mutating func advance(by lanes: Int) {
      weights += job.segments &* job.groups &* Sums.groupBytes
      constants += lanes &* 12
      channel &+= lanes
    }

    /// Computes a tile of pixels from `pixel` on, of which the first `pixels` are there.
    @inline(__always)
    func run<Pixels: PixelTile>(_ pixel: Int, of pixels: Int, _: Pixels.Type) where Pixels.Sums == Sums {
      var tile = Pixels(job.input, job.offsets + pixel, startingAt: constants)
      let (groupBytes, activationBytes) = (Sums.groupBytes, Sums.activationBytes)
      let (segments, groups) = (job.segments, job.groups)
      let gap = job.segmentStep &- groups &* activationBytes
      var weights = weights
      var offset = 0
      var segment = 0
      while segment < segments {
        var left = groups
        while left >= 4 {
          tile.add(4, at: offset, weights)
          weights += groupBytes &* 4
          offset &+= activationBytes &* 4
          left &-= 4
        }
        if left & 2 != 0 {
          tile.add(2, at: offset, weights)
          weights += groupBytes &* 2
          offset &+= activationBytes &* 2
        }
        if left & 1 != 0 {
          tile.add(1, at: offset, weights)
          weights += groupBytes
          offset &+= activationBytes
        }
        offset &+= gap
        segment &+= 1
      }
      let (channels, constants) = (job.channels, UnsafeRawPointer(constants))
      let place = pixel &* channels &+ channel
      let count = min(Sums.channels, channels &- channel)
      let end = place &+ (Pixels.pixels &- 1) &* channels &+ Sums.channels
      if isRaw {
        let target = UnsafeMutableRawPointer(rawTarget + place)
        tile.forEach(pixels, from: 0) { $1.store(to: target + $0 &* channels &* 4, count: count) }
        return
      }
      let target = UnsafeMutableRawPointer(job.output + place)
      // What a pixel writes beyond its last channel, the next pixel overwrites.
      if pixels >= Pixels.pixels, count == Sums.channels || channel == 0 && end <= outputEnd {
        let scalings = Scalings<Sums>(constants)
        tile.forEach(Pixels.pixels, from: 0) {
          scalings.store($1, to: target + $0 &* channels, range)
        }
      } else {
        tile.forEach(pixels, from: 0) {
          Self.store($1, to: target + $0 &* channels, count: count, constants, range)
        }
      }
    }

    /// Stores the first `count` channels alone.
    @inline(never)
    private static func store(
      _ sums: Sums, to target: UnsafeMutableRawPointer, count: Int, _ constants: UnsafeRawPointer, _ range: OutputRange
    ) {
      let scalings = Scalings<Sums>(constants)
      var pair = 0
      while pair &* 8 < count {
        (target + pair &* 8).storePart(
          scalings.outputs(sums, pair, pair, range), count: min(8, count &- pair &* 8))
        pair &+= 1
      }
    }
  }

  extension ConvolutionJob {
    /// Computes all pixels and channels, a tile of `pixels` at a time. Where a tile would be nearly empty, its pixels are
    /// done one by one.
    @inline(__always)
    func run<Pixels: PixelTile>(_ pixels: Pixels.Type) {
      var block = ChannelBlock<Pixels.Sums>(self)
      while block.channel < channels {
        var pixel = 0
        while pixel < self.pixels {
          let left = self.pixels &- pixel
          if left &* 2 < Pixels.pixels {
            block.run(pixel, of: 1, OnePixel<Pixels.Sums>.self)
            pixel &+= 1
          } else {
            block.run(pixel, of: left, pixels)
            pixel &+= Pixels.pixels
          }
        }
        block.advance(by: Pixels.Sums.channels)
      }
    }
  }

  extension PixelSums {
    @inline(never)
    fileprivate func store(to target: UnsafeMutableRawPointer, count: Int) {
      var channel = 0
      while channel < count {
        let (a, b) = pair(channel / 8)
        let vector = channel & 4 == 0 ? a : b
        target.storeBytes(of: vector[channel & 3], toByteOffset: channel &* 4, as: Int32.self)
        channel &+= 1
      }
    }
  }

  /// The factors of a block's channels, in registers.
  private struct Scalings<Sums: PixelSums> {
    private typealias Pair = (Scaling, Scaling)
    private let first: Pair
    private let second: Pair
    private let third: Pair

    @inline(__always)
    init(_ constants: UnsafeRawPointer) {
      first = Self.pair(0, constants)
      second = Sums.channels > 8 ? Self.pair(1, constants) : first
      third = Sums.channels > 16 ? Self.pair(2, constants) : first
    }

    @inline(__always)
    private static func pair(_ pair: Int, _ constants: UnsafeRawPointer) -> Pair {
      let fractions = constants + (Sums.channels &+ pair &* 8) &* 4
      let shifts = fractions + Sums.channels &* 4
      return (
        Scaling(fractionsAt: fractions, negativeShiftsAt: shifts),
        Scaling(fractionsAt: fractions + 16, negativeShiftsAt: shifts + 16)
      )
    }

    /// Stores all channels.
    @inline(__always)
    func store(_ sums: Sums, to target: UnsafeMutableRawPointer, _ range: OutputRange) {
      if Sums.channels >= 16 { target.storeBytes(of: outputs(sums, 0, 1, range), as: SIMD16<Int8>.self) }
      if Sums.channels & 8 != 0 {
        let last = Sums.channels / 8 &- 1
        let bytes = unsafeBitCast(outputs(sums, last, last, range), to: SIMD2<Int64>.self)
        target.storeBytes(of: bytes.x, toByteOffset: last &* 8, as: Int64.self)
      }
    }

    /// The int8 for the channels of two pairs.
    @inline(__always)
    func outputs(_ sums: Sums, _ first: Int, _ second: Int, _ range: OutputRange) -> SIMD16<Int8> {
      let (a, b) = scaled(sums, first)
      let (c, d) = first == second ? (a, b) : scaled(sums, second)
      return range.pack(a, b, c, d)
    }

    @inline(__always)
    private func scaled(_ sums: Sums, _ pair: Int) -> (SIMD4<Int32>, SIMD4<Int32>) {
      let scaling = pair == 0 ? first : pair == 1 ? second : third
      let (a, b) = sums.pair(pair)
      return (scaling.0(a), scaling.1(b))
    }
  }
#endif

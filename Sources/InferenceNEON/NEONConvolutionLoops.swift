#if arch(arm64)
  import Inference
  import _Builtin_intrinsics.arm.neon

  /// Convolutions by `smull`, `smlal2` and `sadalp`: sixteen bytes of a pixel's window are multiplied with sixteen weights
  /// in two steps whose products, two to a lane, fit 16 bits as long as no weight is −128. Four pixels by four channels keep
  /// their sums in registers, four partial sums each, which are added up at the end.
  struct NEONConvolutionLoops: ConvolutionLoops {
    func tile(forChannels channels: Int) -> Tile { Tile(pixels: 4, channels: 4, depth: 16, activations: .signed) }

    /// The specification keeps weights of −128 out; a file may hold them nevertheless.
    static func canMultiply(_ weights: ArraySlice<UInt8>) -> Bool { !weights.contains(0x80) }

    func arrange(_ constants: ChannelConstants, into table: UnsafeMutablePointer<Int32>) { constants.write(to: table) }

    func run(_ job: ConvolutionJob, tile: Tile) {
      var block = FourChannels(job)
      while block.channel < job.channels {
        var pixel = 0
        while pixel < job.pixels {
          block.four(pixel, of: job.pixels &- pixel)
          pixel &+= 4
        }
        block.advance()
      }
    }
  }

  /// A block of four channels of a convolution, to be run over pixels.
  private struct FourChannels {
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
    mutating func advance() {
      weights += job.segments &* job.groups &* 64
      constants += 48
      channel &+= 4
    }

    /// Computes four pixels from `pixel` on, of which the first `pixels` are there.
    @inline(__always)
    func four(_ pixel: Int, of pixels: Int) {
      let offsets = job.offsets + pixel
      let (a, b) = (job.input + Int(offsets[0]), job.input + Int(offsets[1]))
      let (c, d) = (job.input + Int(offsets[2]), job.input + Int(offsets[3]))
      let (segments, length) = (job.segments, job.groups &* 16)
      let gap = job.segmentStep &- length
      var group = Weights(weights)
      var (sumsA, sumsB) = (PartialSums(a.bytes, group), PartialSums(b.bytes, group))
      var (sumsC, sumsD) = (PartialSums(c.bytes, group), PartialSums(d.bytes, group))
      var weights = weights + 64
      var (offset, end, segment) = (16, length, 0)
      while true {
        while offset < end {
          group = Weights(weights)
          sumsA.add((a + offset).bytes, group)
          sumsB.add((b + offset).bytes, group)
          sumsC.add((c + offset).bytes, group)
          sumsD.add((d + offset).bytes, group)
          weights += 64
          offset &+= 16
        }
        segment &+= 1
        if segment == segments { break }
        offset &+= gap
        end = offset &+ length
      }
      let starts = constants.words
      let sums = (sumsA.total &+ starts, sumsB.total &+ starts, sumsC.total &+ starts, sumsD.total &+ starts)
      let (step, count) = (job.channels, min(4, job.channels &- channel))
      let place = pixel &* step &+ channel
      if isRaw {
        let target = rawTarget + place
        Self.storeRaw(sums.0, target, count)
        if pixels > 1 { Self.storeRaw(sums.1, target + step, count) }
        if pixels > 2 { Self.storeRaw(sums.2, target + 2 &* step, count) }
        if pixels > 3 { Self.storeRaw(sums.3, target + 3 &* step, count) }
        return
      }
      let scaling = Scaling(fractionsAt: constants + 16, negativeShiftsAt: constants + 32)
      let packed = range.pack(scaling(sums.0), scaling(sums.1), scaling(sums.2), scaling(sums.3))
      let target = UnsafeMutableRawPointer(job.output + place)
      // What a pixel writes beyond its last channel, the next pixel overwrites.
      guard pixels >= 4, count == 4 || channel == 0 && place &+ 3 &* step &+ 4 <= outputEnd else {
        Self.storePart(packed, target, step: step, pixels: pixels, count: count)
        return
      }
      let words = unsafeBitCast(packed, to: SIMD4<Int32>.self)
      target.storeBytes(of: words.x, as: Int32.self)
      (target + step).storeBytes(of: words.y, as: Int32.self)
      (target + 2 &* step).storeBytes(of: words.z, as: Int32.self)
      (target + 3 &* step).storeBytes(of: words.w, as: Int32.self)
    }

    /// Stores the first `count` of four sums.
    @inline(never)
    private static func storeRaw(_ sums: SIMD4<Int32>, _ target: UnsafeMutablePointer<Int32>, _ count: Int) {
      UnsafeMutableRawPointer(target).storePart(unsafeBitCast(sums, to: SIMD16<Int8>.self), count: 4 &* count)
    }

    /// Stores the first `count` of four channels of the first `pixels` of four pixels.
    @inline(never)
    private static func storePart(
      _ outputs: SIMD16<Int8>, _ target: UnsafeMutableRawPointer, step: Int, pixels: Int, count: Int
    ) {
      let words = unsafeBitCast(outputs, to: SIMD4<Int32>.self)
      var target = target
      var pixel = 0
      while pixel < pixels, pixel < 4 {
        target.storePart(unsafeBitCast(SIMD4(words[pixel], 0, 0, 0), to: SIMD16<Int8>.self), count: count)
        target += step
        pixel &+= 1
      }
    }
  }

  /// Sixteen weights for each of four channels.
  private struct Weights {
    let a: SIMD16<Int8>
    let b: SIMD16<Int8>
    let c: SIMD16<Int8>
    let d: SIMD16<Int8>

    @inline(__always)
    init(_ address: UnsafeRawPointer) {
      (a, b, c, d) = (address.bytes, (address + 16).bytes, (address + 32).bytes, (address + 48).bytes)
    }
  }

  /// One pixel's sums for four channels, each in four parts.
  private struct PartialSums {
    private var a: SIMD4<Int32>
    private var b: SIMD4<Int32>
    private var c: SIMD4<Int32>
    private var d: SIMD4<Int32>

    @inline(__always)
    init(_ activations: SIMD16<Int8>, _ weights: Weights) {
      a = vpaddlq_s16(Self.products(activations, weights.a))
      b = vpaddlq_s16(Self.products(activations, weights.b))
      c = vpaddlq_s16(Self.products(activations, weights.c))
      d = vpaddlq_s16(Self.products(activations, weights.d))
    }

    @inline(__always)
    mutating func add(_ activations: SIMD16<Int8>, _ weights: Weights) {
      a = vpadalq_s16(a, Self.products(activations, weights.a))
      b = vpadalq_s16(b, Self.products(activations, weights.b))
      c = vpadalq_s16(c, Self.products(activations, weights.c))
      d = vpadalq_s16(d, Self.products(activations, weights.d))
    }

    var total: SIMD4<Int32> {
      @inline(__always) get { vpaddq_s32(vpaddq_s32(a, b), vpaddq_s32(c, d)) }
    }

    /// Two products in each lane.
    @inline(__always)
    private static func products(_ left: SIMD16<Int8>, _ right: SIMD16<Int8>) -> SIMD8<Int16> {
      vmlal_high_s8(vmull_s8(vget_low_s8(left), vget_low_s8(right)), left, right)
    }
  }
#endif

#if arch(arm64)
  import _Builtin_intrinsics.arm.neon

  /// One pixel's sums for the channels of a block, which are a multiple of eight.
  protocol PixelSums {
    static var channels: Int { get }

    init(startingAt starts: UnsafeRawPointer)

    /// Adds the products of four activations, the same in all lanes, with four weights of each channel of pair `pair` of
    /// vectors.
    mutating func add(_ activations: SIMD16<Int8>, _ weights: WeightPair, _ pair: Int)

    /// The sums of pair `pair`.
    func pair(_ pair: Int) -> (SIMD4<Int32>, SIMD4<Int32>)
  }

  /// Four weights for each of eight channels.
  struct WeightPair {
    let a: SIMD16<Int8>
    let b: SIMD16<Int8>

    @inline(__always)
    init(_ address: UnsafeRawPointer) { (a, b) = (address.bytes, (address + 16).bytes) }
  }

  struct PixelSums8: PixelSums {
    static var channels: Int { 8 }
    private var a: SIMD4<Int32>
    private var b: SIMD4<Int32>

    @inline(__always)
    init(startingAt starts: UnsafeRawPointer) { (a, b) = (starts.words, (starts + 16).words) }

    @inline(__always)
    mutating func add(_ activations: SIMD16<Int8>, _ weights: WeightPair, _: Int) {
      a = vdotq_s32(a, weights.a, activations)
      b = vdotq_s32(b, weights.b, activations)
    }

    @inline(__always)
    func pair(_: Int) -> (SIMD4<Int32>, SIMD4<Int32>) { (a, b) }
  }

  struct PixelSums16: PixelSums {
    static var channels: Int { 16 }
    private var first: PixelSums8
    private var second: PixelSums8

    @inline(__always)
    init(startingAt starts: UnsafeRawPointer) {
      (first, second) = (PixelSums8(startingAt: starts), PixelSums8(startingAt: starts + 32))
    }

    @inline(__always)
    mutating func add(_ activations: SIMD16<Int8>, _ weights: WeightPair, _ pair: Int) {
      if pair == 0 { first.add(activations, weights, 0) } else { second.add(activations, weights, 0) }
    }

    @inline(__always)
    func pair(_ pair: Int) -> (SIMD4<Int32>, SIMD4<Int32>) { pair == 0 ? first.pair(0) : second.pair(0) }
  }

  struct PixelSums24: PixelSums {
    static var channels: Int { 24 }
    private var first: PixelSums16
    private var third: PixelSums8

    @inline(__always)
    init(startingAt starts: UnsafeRawPointer) {
      (first, third) = (PixelSums16(startingAt: starts), PixelSums8(startingAt: starts + 64))
    }

    @inline(__always)
    mutating func add(_ activations: SIMD16<Int8>, _ weights: WeightPair, _ pair: Int) {
      if pair < 2 { first.add(activations, weights, pair) } else { third.add(activations, weights, 0) }
    }

    @inline(__always)
    func pair(_ pair: Int) -> (SIMD4<Int32>, SIMD4<Int32>) { pair < 2 ? first.pair(pair) : third.pair(0) }
  }
#endif

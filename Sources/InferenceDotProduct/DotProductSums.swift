#if arch(arm64)
  import _Builtin_intrinsics.arm.neon

  /// Sums by `sdot`: a group is four activations.
  protocol DotProductSums: PixelSums where Activations == SIMD4<Int32>, Weights == WeightPair {}

  extension DotProductSums {
    static var groupBytes: Int { channels &* 4 }
    static var activationBytes: Int { 4 }

    @inline(__always)
    static func activations(_ address: UnsafeRawPointer) -> SIMD4<Int32> { address.words }

    @inline(__always)
    static func weights(_ address: UnsafeRawPointer) -> WeightPair { WeightPair(address) }
  }

  /// Four weights for each of eight channels.
  struct WeightPair {
    let a: SIMD16<Int8>
    let b: SIMD16<Int8>

    @inline(__always)
    init(_ address: UnsafeRawPointer) { (a, b) = (address.bytes, (address + 16).bytes) }
  }

  struct PixelSums8: DotProductSums {
    static var channels: Int { 8 }
    private var a: SIMD4<Int32>
    private var b: SIMD4<Int32>

    @inline(__always)
    init(startingAt starts: UnsafeRawPointer) { (a, b) = (starts.words, (starts + 16).words) }

    @inline(__always)
    mutating func add(_ activations: SIMD4<Int32>, _ group: Int, _ weights: WeightPair, _: Int) {
      // The instruction takes one word of a vector as it is, so that nothing is copied here.
      let four = unsafeBitCast(SIMD4(repeating: activations[group]), to: SIMD16<Int8>.self)
      a = vdotq_s32(a, weights.a, four)
      b = vdotq_s32(b, weights.b, four)
    }

    @inline(__always)
    func pair(_: Int) -> (SIMD4<Int32>, SIMD4<Int32>) { (a, b) }
  }

  struct PixelSums16: DotProductSums {
    static var channels: Int { 16 }
    private var first: PixelSums8
    private var second: PixelSums8

    @inline(__always)
    init(startingAt starts: UnsafeRawPointer) {
      (first, second) = (PixelSums8(startingAt: starts), PixelSums8(startingAt: starts + 32))
    }

    @inline(__always)
    mutating func add(_ activations: SIMD4<Int32>, _ group: Int, _ weights: WeightPair, _ pair: Int) {
      if pair == 0 { first.add(activations, group, weights, 0) } else { second.add(activations, group, weights, 0) }
    }

    @inline(__always)
    func pair(_ pair: Int) -> (SIMD4<Int32>, SIMD4<Int32>) { pair == 0 ? first.pair(0) : second.pair(0) }
  }

  struct PixelSums24: DotProductSums {
    static var channels: Int { 24 }
    private var first: PixelSums16
    private var third: PixelSums8

    @inline(__always)
    init(startingAt starts: UnsafeRawPointer) {
      (first, third) = (PixelSums16(startingAt: starts), PixelSums8(startingAt: starts + 64))
    }

    @inline(__always)
    mutating func add(_ activations: SIMD4<Int32>, _ group: Int, _ weights: WeightPair, _ pair: Int) {
      if pair < 2 { first.add(activations, group, weights, pair) } else { third.add(activations, group, weights, 0) }
    }

    @inline(__always)
    func pair(_ pair: Int) -> (SIMD4<Int32>, SIMD4<Int32>) { pair < 2 ? first.pair(pair) : third.pair(0) }
  }
#endif

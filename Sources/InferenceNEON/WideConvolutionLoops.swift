#if arch(arm64)
  import Inference
  import _Builtin_intrinsics.arm.neon

  /// Convolutions by `smlal` on activations and weights of 16 bits: one product in each lane. Where windows are small, or
  /// their rows fill sixteen bytes badly, this is less work than `NEONConvolutionLoops`.
  struct WideConvolutionLoops: ConvolutionLoops {
    /// Nil where the other loops have less to do.
    init?(_ step: Convolution) {
      let patch = step.weights.count / step.outputShape.channels
      let piece = patch / step.window.rows
      // Instructions for an output as they were counted: for each product, and for each output.
      let others = step.window.rows * ((piece + 15) / 16) * 4 + 6
      guard patch * 5 / 16 + 3 < others else { return nil }
    }

    func tile(forChannels _: Int) -> Tile { Tile(pixels: 4, channels: 8, depth: 1, activations: .wide) }

    func arrange(_ constants: ChannelConstants, into table: UnsafeMutablePointer<Int32>) { constants.write(to: table) }

    func run(_ job: ConvolutionJob, tile: Tile) { job.run(FourPixels<WideSums>.self) }
  }

  /// A group is one activation.
  private struct WideSums: PixelSums {
    static var channels: Int { 8 }
    static var groupBytes: Int { 16 }
    static var activationBytes: Int { 2 }
    private var a: SIMD4<Int32>
    private var b: SIMD4<Int32>

    @inline(__always)
    init(startingAt starts: UnsafeRawPointer) { (a, b) = (starts.words, (starts + 16).words) }

    @inline(__always)
    static func activations(_ address: UnsafeRawPointer) -> SIMD4<Int16> {
      address.loadUnaligned(as: SIMD4<Int16>.self)
    }

    @inline(__always)
    static func weights(_ address: UnsafeRawPointer) -> SIMD8<Int16> { address.loadUnaligned(as: SIMD8<Int16>.self) }

    @inline(__always)
    mutating func add(_ activations: SIMD4<Int16>, _ group: Int, _ weights: SIMD8<Int16>, _: Int) {
      let activation = activations[group]
      a = vmlal_s16(a, vget_low_s16(weights), SIMD4(repeating: activation))
      b = vmlal_high_s16(b, weights, SIMD8(repeating: activation))
    }

    @inline(__always)
    func pair(_: Int) -> (SIMD4<Int32>, SIMD4<Int32>) { (a, b) }
  }
#endif

#if arch(arm64)
  import Inference
  import _Builtin_intrinsics.arm.neon

  /// Multiplies four sums with their channels' factors, rounding as the reference kernels do (`VectorStage`).
  struct Scaling {
    private let fractions: SIMD4<Int32>
    /// Bits to shift left: negative.
    private let shifts: SIMD4<Int32>

    /// The same factor, below one half, for all lanes.
    @inline(__always)
    init(_ multiplier: FixedPointMultiplier) {
      fractions = SIMD4(repeating: multiplier.fraction)
      shifts = SIMD4(repeating: multiplier.exponent)
    }

    @inline(__always)
    init(fractionsAt address: UnsafeRawPointer, negativeShiftsAt shifts: UnsafeRawPointer) {
      fractions = address.loadUnaligned(as: SIMD4<Int32>.self)
      self.shifts = shifts.loadUnaligned(as: SIMD4<Int32>.self)
    }

    /// `sqrdmulh` is `FixedPoint.multiply`; `srshl` rounds halves upwards, and away from zero after one was taken off what
    /// is negative.
    @inline(__always)
    func callAsFunction(_ sums: SIMD4<Int32>) -> SIMD4<Int32> {
      let products = vqrdmulhq_s32(sums, fractions)
      return vrshlq_s32(products &+ products &>> 31, shifts)
    }
  }
#endif

#if arch(arm64)
  import _Builtin_intrinsics.arm.neon

  /// Zero point and bounds of the outputs, in every lane.
  struct OutputRange {
    private let zeroPoint: SIMD8<Int16>
    private let lowest: SIMD16<Int8>
    private let highest: SIMD16<Int8>

    @inline(__always)
    init(zeroPoint: Int32, lowest: Int32, highest: Int32) {
      self.zeroPoint = SIMD8(repeating: Int16(truncatingIfNeeded: zeroPoint))
      self.lowest = SIMD16(repeating: Int8(truncatingIfNeeded: lowest))
      self.highest = SIMD16(repeating: Int8(truncatingIfNeeded: highest))
    }

    /// 16 int8 from four times four scaled sums, in their order. Each step saturates, so that no sum is too large.
    @inline(__always)
    func pack(
      _ a: SIMD4<Int32>, _ b: SIMD4<Int32>, _ c: SIMD4<Int32>, _ d: SIMD4<Int32>
    ) -> SIMD16<Int8> {
      let first = vqaddq_s16(vqmovn_high_s32(vqmovn_s32(a), b), zeroPoint)
      let second = vqaddq_s16(vqmovn_high_s32(vqmovn_s32(c), d), zeroPoint)
      return vminq_s8(vmaxq_s8(vqmovn_high_s16(vqmovn_s16(first), second), lowest), highest)
    }
  }
#endif

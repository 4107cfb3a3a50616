#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// Zero point and bounds of the outputs, in every lane.
  struct OutputRange {
    private let zeroPoint: Vector
    private let lowest: SIMD2<Int64>
    private let highest: SIMD2<Int64>
    /// Brings the words that `packs` interleaves within each 128 bits back into order.
    private let order: Vector

    @inline(__always)
    init(zeroPoint: Int32, lowest: Int32, highest: Int32) {
      self.zeroPoint = _mm256_set1_epi16(Int16(truncatingIfNeeded: zeroPoint))
      self.lowest = _mm_set1_epi8(Int8(truncatingIfNeeded: lowest))
      self.highest = _mm_set1_epi8(Int8(truncatingIfNeeded: highest))
      order = unsafeBitCast(SIMD8<Int32>(0, 4, 1, 5, 0, 4, 1, 5), to: Vector.self)
    }

    /// 16 int8 from twice eight scaled sums, in their order. Each step saturates, so that no sum is too large.
    @inline(__always)
    func pack(_ a: Vector, _ b: Vector) -> SIMD2<Int64> {
      let words = _mm256_adds_epi16(_mm256_packs_epi32(a, b), zeroPoint)
      let bytes = _mm256_permutevar8x32_epi32(_mm256_packs_epi16(words, words), order)
      return clamp(_mm256_castsi256_si128(bytes))
    }

    /// The same for sums that lie as `unpack` leaves them: in a the channels 0…3 and 8…11, in b the others.
    @inline(__always)
    func packUnpacked(_ a: Vector, _ b: Vector) -> SIMD2<Int64> {
      let words = _mm256_adds_epi16(_mm256_packs_epi32(a, b), zeroPoint)
      let bytes = _mm256_packs_epi16(words, words)
      let low = _mm256_castsi256_si128(bytes)
      return clamp(SIMD2(low[0], bytes[2]))
    }

    @inline(__always)
    private func clamp(_ bytes: SIMD2<Int64>) -> SIMD2<Int64> { _mm_min_epi8(_mm_max_epi8(bytes, lowest), highest) }
  }
#endif

#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// Zero point and bounds of the outputs, in every lane.
  struct OutputRange {
    private let zeroPoint: Vector
    private let lowest: Vector
    private let highest: Vector
    /// Brings the words that `packs` interleaves within each 128 bits back into order.
    private let order: Vector

    @inline(__always)
    init(zeroPoint: Int32, lowest: Int32, highest: Int32) {
      self.zeroPoint = _mm512_set1_epi16(Int16(truncatingIfNeeded: zeroPoint))
      self.lowest = _mm512_set1_epi8(Int8(truncatingIfNeeded: lowest))
      self.highest = _mm512_set1_epi8(Int8(truncatingIfNeeded: highest))
      order = unsafeBitCast(SIMD16<Int32>(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15), to: Vector.self)
    }

    /// 64 int8 from four times 16 scaled sums, in their order. Each step saturates, so that no sum is too large.
    @inline(__always)
    func pack(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector) -> Vector {
      _mm512_permutexvar_epi32(order, packInLanes(a, b, c, d))
    }

    /// The same, but in each 128 bits four of each: a, b, c, d.
    @inline(__always)
    func packInLanes(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector) -> Vector {
      let first = _mm512_adds_epi16(_mm512_packs_epi32(a, b), zeroPoint)
      let second = _mm512_adds_epi16(_mm512_packs_epi32(c, d), zeroPoint)
      return _mm512_min_epi8(_mm512_max_epi8(_mm512_packs_epi16(first, second), lowest), highest)
    }
  }
#endif

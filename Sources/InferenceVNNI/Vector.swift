#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// 512 bits, of whatever elements.
  typealias Vector = SIMD8<Int64>

  extension Vector {
    /// The 64 bytes at `address`, wherever it lies.
    @inline(__always)
    init(at address: UnsafeRawPointer) { self = address.loadUnaligned(as: Vector.self) }

    /// The 32 bytes at `address`, twice.
    @inline(__always)
    init(twice address: UnsafeRawPointer) {
      self = _mm512_broadcast_i64x4(address.loadUnaligned(as: SIMD4<Int64>.self))
    }

    /// The lower half of `low` and the upper half of `high`.
    @inline(__always)
    init(_ low: Vector, below high: Vector) { self = _mm512_mask_blend_epi32(0xff00, low, high) }

    /// The upper half of `whole`, as the lower one.
    @inline(__always)
    init(upperHalf whole: Vector) { self = Vector(whole[4], whole[5], whole[6], whole[7], 0, 0, 0, 0) }
  }

  extension UnsafeRawPointer {
    /// The four bytes at this address, 16 times.
    @inline(__always)
    var repeatedWord: Vector { _mm512_set1_epi32(loadUnaligned(as: Int32.self)) }
  }

  extension UnsafeMutablePointer where Pointee == Int8 {
    /// Writes the first `count` bytes, at most 64, of `bytes`.
    @inline(__always)
    func store(_ bytes: Vector, count: Int) {
      if count == 64 {
        UnsafeMutableRawPointer(self).storeBytes(of: bytes, as: Vector.self)
      } else {
        _mm512_mask_storeu_epi8(self, ~0 &>> UInt64(truncatingIfNeeded: 64 &- count), bytes)
      }
    }

    /// Writes the first `count` bytes, at most eight, of `bytes`.
    @inline(__always)
    func store(_ bytes: Int64, count: Int) {
      var (rest, index) = (bytes, 0)
      while index < count {
        self[index] = Int8(truncatingIfNeeded: rest)
        rest = rest &>> 8
        index &+= 1
      }
    }
  }
#endif

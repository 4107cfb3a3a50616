#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// 512 bits, of whatever elements.
  typealias Vector = SIMD8<Int64>

  extension Vector {
    /// The 64 bytes at `address`, wherever it lies.
    @inline(__always)
    init(at address: UnsafeRawPointer) { self = address.loadUnaligned(as: Vector.self) }
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
  }
#endif

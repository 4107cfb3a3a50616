#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// 256 bits, of whatever elements.
  typealias Vector = SIMD4<Int64>

  extension Vector {
    /// The 32 bytes at `address`, wherever it lies.
    @inline(__always)
    init(at address: UnsafeRawPointer) { self = address.loadUnaligned(as: Vector.self) }
  }

  extension UnsafeRawPointer {
    /// The two 16-bit activations at this address, eight times.
    @inline(__always)
    var repeatedPair: Vector { _mm256_set1_epi32(loadUnaligned(as: Int32.self)) }
  }

  extension UnsafeMutablePointer where Pointee == Int8 {
    /// Writes the first `count` bytes, at most 16, of `bytes`.
    @inline(__always)
    func store(_ bytes: SIMD2<Int64>, count: Int) {
      if count == 16 {
        UnsafeMutableRawPointer(self).storeBytes(of: bytes, as: SIMD2<Int64>.self)
      } else {
        var rest = bytes
        var index = 0
        // Eight bytes of the rest at a time would write too far; these are few.
        while index < count {
          self[index] = Int8(truncatingIfNeeded: rest[0])
          rest = _mm_alignr1(rest)
          index &+= 1
        }
      }
    }
  }

  /// The 16 bytes shifted down by one.
  @inline(__always)
  private func _mm_alignr1(_ bytes: SIMD2<Int64>) -> SIMD2<Int64> {
    let low = UInt64(bitPattern: bytes[0])
    let high = UInt64(bitPattern: bytes[1])
    return SIMD2(Int64(bitPattern: low &>> 8 | high &<< 56), Int64(bitPattern: high &>> 8))
  }
#endif

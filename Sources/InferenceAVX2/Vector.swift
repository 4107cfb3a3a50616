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
        var (rest, index) = (bytes[0], 0)
        if count >= 8 {
          UnsafeMutableRawPointer(self).storeBytes(of: rest, as: Int64.self)
          (rest, index) = (bytes[1], 8)
        }
        while index < count {
          self[index] = Int8(truncatingIfNeeded: rest)
          rest = rest &>> 8
          index &+= 1
        }
      }
    }
  }
#endif

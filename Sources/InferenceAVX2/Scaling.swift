#if arch(x86_64)
  import Inference
  import _Builtin_intrinsics.intel

  /// Multiplies eight sums with their channels' factors, rounding as the reference kernels do (`VectorStage`).
  ///
  /// Products have 64 bits, so even and odd lanes are multiplied apart. Adding 2³⁰ before the shift by 31 rounds as
  /// `FixedPoint.multiply`; adding 2^(30 + shift) besides is adding 2^(shift − 1) after it, which is the first half of
  /// `FixedPoint.divide`. The other half, one less for negative numbers, may look at the sum's sign instead of the
  /// product's: they differ only where the product rounds to 0, which comes out as 0 either way.
  struct Scaling {
    static let wordsPerVector = 5 * 8

    private let fractions: Vector
    private let oddFractions: Vector
    private let evenNudges: Vector
    private let oddNudges: Vector
    private let shifts: Vector

    @inline(__always)
    init(at address: UnsafeRawPointer) {
      fractions = Vector(at: address)
      oddFractions = Vector(at: address + 32)
      evenNudges = Vector(at: address + 64)
      oddNudges = Vector(at: address + 96)
      shifts = Vector(at: address + 128)
    }

    /// The same factor, below one half, for all lanes.
    @inline(__always)
    init(_ multiplier: FixedPointMultiplier) {
      let shift = -multiplier.exponent
      fractions = _mm256_set1_epi32(multiplier.fraction)
      oddFractions = fractions
      evenNudges = _mm256_set1_epi64x(1 &<< 30 &+ 1 &<< (30 &+ Int64(shift)))
      oddNudges = evenNudges
      shifts = _mm256_set1_epi32(shift)
    }

    @inline(__always)
    func callAsFunction(_ sums: Vector) -> Vector {
      let even = _mm256_add_epi64(_mm256_mul_epi32(sums, fractions), evenNudges)
      let odd = _mm256_add_epi64(_mm256_mul_epi32(_mm256_srli_epi64(sums, 32), oddFractions), oddNudges)
      let upper = _mm256_set1_epi64x(~0xffff_ffff)
      let products = _mm256_blendv_epi8(_mm256_srli_epi64(even, 31), _mm256_add_epi64(odd, odd), upper)
      return _mm256_srav_epi32(_mm256_add_epi32(products, _mm256_srai_epi32(sums, 31)), shifts)
    }

    /// Writes the constants for eight channels in the order in which `init(at:)` reads them.
    static func arrange(
      fractions: UnsafePointer<Int32>, shifts: UnsafePointer<Int32>, into table: UnsafeMutablePointer<Int32>
    ) {
      var lane = 0
      while lane < 8 {
        table[lane] = fractions[lane]
        table[8 &+ lane] = lane & 1 == 0 ? fractions[lane &+ 1] : 0
        let nudge: Int64 = 1 &<< 30 &+ 1 &<< (30 &+ Int64(shifts[lane]))
        let place = (lane & 1 == 0 ? 16 : 24) &+ lane & ~1
        table[place] = Int32(truncatingIfNeeded: nudge)
        table[place &+ 1] = Int32(truncatingIfNeeded: nudge &>> 32)
        table[32 &+ lane] = shifts[lane]
        lane &+= 1
      }
    }
  }
#endif

#if arch(x86_64)
  import Inference
  import _Builtin_intrinsics.intel

  /// Additions of two tensors of the same shape, 16 elements at a time.
  struct AVX2Addition: RowKernel {
    private let step: Addition

    /// Nil where one term is repeated, or where a factor is not below one.
    init?(_ step: Addition) {
      guard step.shapes.left == step.shapes.right, step.multipliers.output.exponent <= -1,
        step.multipliers.left.exponent <= 0, step.multipliers.right.exponent <= 0,
        // The common scale is twice the larger one: that term is halved exactly.
        step.multipliers.left.isHalf || step.multipliers.right.isHalf
      else { return nil }
      self.step = step
    }

    var rows: Int { step.outputShape.batch &* step.outputShape.rows }

    func run(rows: Range<Int>, in memory: Memory) {
      let (left, right) = (step.multipliers.left, step.multipliers.right)
      let (leftOrigin, rightOrigin) = (step.zeroPoints.left, step.zeroPoints.right)
      if left.isHalf {
        run(rows, HalvedTerm(zeroPoint: leftOrigin), ScaledTerm(right, zeroPoint: rightOrigin), memory)
      } else {
        run(rows, ScaledTerm(left, zeroPoint: leftOrigin), HalvedTerm(zeroPoint: rightOrigin), memory)
      }
    }

    @inline(__always)
    private func run<Left: Term, Right: Term>(
      _ rows: Range<Int>, _ leftTerm: Left, _ rightTerm: Right, _ memory: Memory
    ) {
      let (left, right) = (memory.elements(step.inputs.left), memory.elements(step.inputs.right))
      let output = memory.elements(step.output)
      let scaling = Scaling(step.multipliers.output)
      let range = OutputRange(
        zeroPoint: step.zeroPoints.output, lowest: step.range.lowerBound, highest: step.range.upperBound)
      let count = rows.upperBound &* step.outputShape.rowStep
      var index = rows.lowerBound &* step.outputShape.rowStep
      while index < count {
        let (left, right) = (left + index, right + index)
        // Safety: tensors are followed by at least `Table.slack` bytes that may be read.
        let first = _mm256_add_epi32(leftTerm(left), rightTerm(right))
        let second = _mm256_add_epi32(leftTerm(left + 8), rightTerm(right + 8))
        (output + index).store(range.pack(scaling(first), scaling(second)), count: min(16, count &- index))
        index &+= 16
      }
    }
  }

  extension FixedPointMultiplier {
    fileprivate var isHalf: Bool { self == FixedPointMultiplier(fraction: 1 << 30, exponent: 0) }
  }

  /// One term of an addition, scaled.
  private protocol Term {
    func callAsFunction(_ address: UnsafePointer<Int8>) -> Vector
  }

  /// (Element − zero point) × 2²⁰ × ½.
  private struct HalvedTerm: Term {
    private let zeroPoint: Vector

    @inline(__always)
    init(zeroPoint: Int32) { self.zeroPoint = _mm256_set1_epi32(zeroPoint) }

    @inline(__always)
    func callAsFunction(_ address: UnsafePointer<Int8>) -> Vector {
      let bytes = UnsafeRawPointer(address).loadUnaligned(as: SIMD2<Int64>.self)
      return _mm256_slli_epi32(_mm256_sub_epi32(_mm256_cvtepi8_epi32(bytes), zeroPoint), 19)
    }
  }

  /// One term of an addition: (element − zero point) × 2²⁰ × a factor of at most one, rounded as the reference kernels do.
  ///
  /// `FixedPoint.multiply` of (e × 2²⁰) and the fraction is (e × fraction + 2¹⁰) >> 11. A fraction of 31 bits times e of 9
  /// is too long for 32 bits, but e × its upper and lower 16 bits are not, and the upper part has nothing to round.
  private struct ScaledTerm: Term {
    private let zeroPoint: Vector
    private let upper: Vector
    private let lower: Vector
    private let half: Vector
    private let signs: Vector
    private let shift: Vector

    @inline(__always)
    init(_ multiplier: FixedPointMultiplier, zeroPoint: Int32) {
      let shift = -multiplier.exponent
      self.zeroPoint = _mm256_set1_epi32(zeroPoint)
      // × 2¹⁶ / 2¹¹
      upper = _mm256_set1_epi32((multiplier.fraction &>> 16) &<< 5)
      lower = _mm256_set1_epi32(multiplier.fraction & 0xffff)
      half = _mm256_set1_epi32(shift > 0 ? 1 &<< (shift &- 1) : 0)
      signs = _mm256_set1_epi32(shift > 0 ? -1 : 0)
      self.shift = _mm256_set1_epi32(shift)
    }

    /// Of the eight elements at `address`.
    @inline(__always)
    func callAsFunction(_ address: UnsafePointer<Int8>) -> Vector {
      let bytes = UnsafeRawPointer(address).loadUnaligned(as: SIMD2<Int64>.self)
      let elements = _mm256_sub_epi32(_mm256_cvtepi8_epi32(bytes), zeroPoint)
      let rounded = _mm256_add_epi32(_mm256_mullo_epi32(elements, lower), _mm256_set1_epi32(1 &<< 10))
      let product = _mm256_add_epi32(_mm256_mullo_epi32(elements, upper), _mm256_srai_epi32(rounded, 11))
      let nudged = _mm256_add_epi32(product, _mm256_and_si256(_mm256_srai_epi32(product, 31), signs))
      return _mm256_srav_epi32(_mm256_add_epi32(nudged, half), shift)
    }
  }
#endif

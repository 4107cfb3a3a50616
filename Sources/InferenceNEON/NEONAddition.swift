#if arch(arm64)
  import Inference
  import _Builtin_intrinsics.arm.neon

  /// Additions of two tensors of the same shape, 16 elements at a time.
  ///
  /// The term with the larger scale always has the factor ½, so that (element − zero point) × 2²⁰ × ½ is a shift; the other
  /// is scaled as sums are, unless its scale is the same.
  struct NEONAddition: RowKernel {
    private let step: Addition

    /// Nil where one term is repeated, or where factors are not as `Addition` makes them.
    init?(_ step: Addition) {
      let (left, right) = (step.multipliers.left, step.multipliers.right)
      guard step.shapes.left == step.shapes.right, step.multipliers.output.exponent <= -1,
        Self.isHalf(left) || Self.isHalf(right), Self.isHalf(left) || left.exponent <= -1,
        Self.isHalf(right) || right.exponent <= -1
      else { return nil }
      self.step = step
    }

    private static func isHalf(_ multiplier: FixedPointMultiplier) -> Bool {
      multiplier.fraction == 1 << 30 && multiplier.exponent == 0
    }

    var rows: Int { step.outputShape.batch &* step.outputShape.rows }

    func run(rows: Range<Int>, in memory: Memory) {
      let elements = rows.lowerBound &* step.outputShape.rowStep..<rows.upperBound &* step.outputShape.rowStep
      let left = Term(memory.elements(step.inputs.left), step.zeroPoints.left)
      let right = Term(memory.elements(step.inputs.right), step.zeroPoints.right)
      let output = UnsafeMutableRawPointer(memory.elements(step.output))
      let headroom = SIMD4(repeating: Addition.headroom)
      if !Self.isHalf(step.multipliers.left) {
        let scaling = Scaling(step.multipliers.left)
        add(elements, of: right, left, to: output) { scaling($0 &<< headroom) }
      } else if !Self.isHalf(step.multipliers.right) {
        let scaling = Scaling(step.multipliers.right)
        add(elements, of: left, right, to: output) { scaling($0 &<< headroom) }
      } else {
        add(elements, of: left, right, to: output) { $0 &<< (headroom &- 1) }
      }
    }

    /// - Parameter scaled: Brings the elements of `term` to the common scale.
    @inline(__always)
    private func add(
      _ elements: Range<Int>, of half: Term, _ term: Term, to output: UnsafeMutableRawPointer,
      scaled: (SIMD4<Int32>) -> SIMD4<Int32>
    ) {
      let scaling = Scaling(step.multipliers.output)
      let range = OutputRange(
        zeroPoint: step.zeroPoints.output, lowest: step.range.lowerBound, highest: step.range.upperBound)
      let headroom = SIMD4(repeating: Addition.headroom &- 1)
      @inline(__always)
      func sum(_ half: SIMD4<Int32>, _ term: SIMD4<Int32>) -> SIMD4<Int32> {
        scaling((half &<< headroom) &+ scaled(term))
      }
      var index = elements.lowerBound
      while index < elements.upperBound {
        let (a, b, c, d) = half.words(at: index)
        let (e, f, g, h) = term.words(at: index)
        (output + index).store(
          range.pack(sum(a, e), sum(b, f), sum(c, g), sum(d, h)), count: elements.upperBound &- index)
        index &+= 16
      }
    }
  }

  /// The elements of one tensor of an addition.
  private struct Term {
    private let elements: UnsafeRawPointer
    private let zeroPoint: SIMD8<Int16>

    @inline(__always)
    init(_ elements: UnsafePointer<Int8>, _ zeroPoint: Int32) {
      self.elements = UnsafeRawPointer(elements)
      self.zeroPoint = SIMD8(repeating: Int16(truncatingIfNeeded: zeroPoint))
    }

    /// 16 elements less their zero point.
    @inline(__always)
    func words(at index: Int) -> (SIMD4<Int32>, SIMD4<Int32>, SIMD4<Int32>, SIMD4<Int32>) {
      let bytes = (elements + index).bytes
      let first = vmovl_s8(vget_low_s8(bytes)) &- zeroPoint
      let second = vmovl_high_s8(bytes) &- zeroPoint
      return (
        vmovl_s16(vget_low_s16(first)), vmovl_high_s16(first), vmovl_s16(vget_low_s16(second)), vmovl_high_s16(second)
      )
    }
  }
#endif

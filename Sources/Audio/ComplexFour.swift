/// Four complex numbers side by side, for the processor to reckon with at once: inlined, so that they stay in its registers.
struct ComplexFour {
  var real: SIMD4<Float>
  var imaginary: SIMD4<Float>

  static let zero = ComplexFour(real: .zero, imaginary: .zero)

  @inline(__always)
  static func + (one: Self, other: Self) -> Self {
    Self(real: one.real + other.real, imaginary: one.imaginary + other.imaginary)
  }

  @inline(__always)
  static func - (one: Self, other: Self) -> Self {
    Self(real: one.real - other.real, imaginary: one.imaginary - other.imaginary)
  }

  @inline(__always)
  static func * (one: Self, other: Self) -> Self {
    Self(
      real: one.real * other.real - one.imaginary * other.imaginary,
      imaginary: one.real * other.imaginary + one.imaginary * other.real)
  }

  /// Each of them times the same one, whose real part is `factor.x`.
  @inline(__always)
  static func * (one: Self, factor: SIMD2<Float>) -> Self {
    Self(
      real: one.real * factor.x - one.imaginary * factor.y, imaginary: one.real * factor.y + one.imaginary * factor.x)
  }

  /// Times −i: a quarter of a turn back.
  @inline(__always)
  var turnedBack: Self { Self(real: imaginary, imaginary: -real) }

  /// The sums of four numbers, each a quarter of a turn after the one before, at 0, 1, 2 and 3 quarters: the discrete
  /// Fourier transform of four.
  @inline(__always)
  static func transform(_ a: Self, _ b: Self, _ c: Self, _ d: Self) -> (Self, Self, Self, Self) {
    let (even, evenRest, odd, oddRest) = (a + c, a - c, b + d, (b - d).turnedBack)
    return (even + odd, evenRest + oddRest, even - odd, evenRest - oddRest)
  }
}

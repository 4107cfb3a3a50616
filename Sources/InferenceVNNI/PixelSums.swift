#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// The sums of one pixel for the 16, 32, 48 or 64 channels of a block.
  protocol PixelSums {
    static var vectors: Int { get }

    init(startingAt starts: UnsafeRawPointer)

    /// Adds the products of four activations, the same in all lanes, with each channel's four weights.
    mutating func add(_ activations: Vector, _ weights: UnsafeRawPointer)

    /// The int8 for each channel, of which only as many as there are channels mean something.
    func outputs(_ scaling: UnsafeRawPointer, _ range: OutputRange) -> Vector

    func vector(_ index: Int) -> Vector

    mutating func clear()
    mutating func merge(_ other: Self)
  }

  struct PixelSums16: PixelSums {
    static let vectors = 1
    private var a: Vector

    @inline(__always)
    init(startingAt starts: UnsafeRawPointer) { a = Vector(at: starts) }

    @inline(__always)
    mutating func add(_ activations: Vector, _ weights: UnsafeRawPointer) {
      a = _mm512_dpbusd_epi32(a, activations, Vector(at: weights))
    }

    @inline(__always)
    func outputs(_ scaling: UnsafeRawPointer, _ range: OutputRange) -> Vector {
      let scaled = Scaling(at: scaling)(a)
      return range.pack(scaled, scaled, scaled, scaled)
    }

    @inline(__always)
    func vector(_: Int) -> Vector { a }

    @inline(__always)
    mutating func clear() {
      a = .zero
    }

    @inline(__always)
    mutating func merge(_ other: Self) {
      a = _mm512_add_epi32(a, other.a)
    }
  }

  struct PixelSums32: PixelSums {
    static let vectors = 2
    private var a: Vector
    private var b: Vector

    @inline(__always)
    init(startingAt starts: UnsafeRawPointer) {
      a = Vector(at: starts)
      b = Vector(at: starts + 64)
    }

    @inline(__always)
    mutating func add(_ activations: Vector, _ weights: UnsafeRawPointer) {
      a = _mm512_dpbusd_epi32(a, activations, Vector(at: weights))
      b = _mm512_dpbusd_epi32(b, activations, Vector(at: weights + 64))
    }

    @inline(__always)
    func outputs(_ scaling: UnsafeRawPointer, _ range: OutputRange) -> Vector {
      let step = Scaling.wordsPerVector &* 4
      let (first, second) = (Scaling(at: scaling)(a), Scaling(at: scaling + step)(b))
      return range.pack(first, second, first, second)
    }

    @inline(__always)
    func vector(_ index: Int) -> Vector { index == 0 ? a : b }

    @inline(__always)
    mutating func clear() {
      a = .zero
      b = .zero
    }

    @inline(__always)
    mutating func merge(_ other: Self) {
      a = _mm512_add_epi32(a, other.a)
      b = _mm512_add_epi32(b, other.b)
    }
  }

  struct PixelSums48: PixelSums {
    static let vectors = 3
    private var a: Vector
    private var b: Vector
    private var c: Vector

    @inline(__always)
    init(startingAt starts: UnsafeRawPointer) {
      a = Vector(at: starts)
      b = Vector(at: starts + 64)
      c = Vector(at: starts + 128)
    }

    @inline(__always)
    mutating func add(_ activations: Vector, _ weights: UnsafeRawPointer) {
      a = _mm512_dpbusd_epi32(a, activations, Vector(at: weights))
      b = _mm512_dpbusd_epi32(b, activations, Vector(at: weights + 64))
      c = _mm512_dpbusd_epi32(c, activations, Vector(at: weights + 128))
    }

    @inline(__always)
    func outputs(_ scaling: UnsafeRawPointer, _ range: OutputRange) -> Vector {
      let step = Scaling.wordsPerVector &* 4
      let third = Scaling(at: scaling + 2 &* step)(c)
      return range.pack(Scaling(at: scaling)(a), Scaling(at: scaling + step)(b), third, third)
    }

    @inline(__always)
    func vector(_ index: Int) -> Vector { index == 0 ? a : index == 1 ? b : c }

    @inline(__always)
    mutating func clear() {
      a = .zero
      b = .zero
      c = .zero
    }

    @inline(__always)
    mutating func merge(_ other: Self) {
      a = _mm512_add_epi32(a, other.a)
      b = _mm512_add_epi32(b, other.b)
      c = _mm512_add_epi32(c, other.c)
    }
  }

  struct PixelSums64: PixelSums {
    static let vectors = 4
    private var a: Vector
    private var b: Vector
    private var c: Vector
    private var d: Vector

    @inline(__always)
    init(startingAt starts: UnsafeRawPointer) {
      a = Vector(at: starts)
      b = Vector(at: starts + 64)
      c = Vector(at: starts + 128)
      d = Vector(at: starts + 192)
    }

    @inline(__always)
    mutating func add(_ activations: Vector, _ weights: UnsafeRawPointer) {
      a = _mm512_dpbusd_epi32(a, activations, Vector(at: weights))
      b = _mm512_dpbusd_epi32(b, activations, Vector(at: weights + 64))
      c = _mm512_dpbusd_epi32(c, activations, Vector(at: weights + 128))
      d = _mm512_dpbusd_epi32(d, activations, Vector(at: weights + 192))
    }

    @inline(__always)
    func outputs(_ scaling: UnsafeRawPointer, _ range: OutputRange) -> Vector {
      let step = Scaling.wordsPerVector &* 4
      return range.pack(
        Scaling(at: scaling)(a), Scaling(at: scaling + step)(b), Scaling(at: scaling + 2 &* step)(c),
        Scaling(at: scaling + 3 &* step)(d))
    }

    @inline(__always)
    func vector(_ index: Int) -> Vector { index == 0 ? a : index == 1 ? b : index == 2 ? c : d }

    @inline(__always)
    mutating func clear() {
      a = .zero
      b = .zero
      c = .zero
      d = .zero
    }

    @inline(__always)
    mutating func merge(_ other: Self) {
      a = _mm512_add_epi32(a, other.a)
      b = _mm512_add_epi32(b, other.b)
      c = _mm512_add_epi32(c, other.c)
      d = _mm512_add_epi32(d, other.d)
    }
  }
#endif

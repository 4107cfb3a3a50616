#if arch(x86_64)
  /// Six pixels, or pairs of pixels, whose sums are built side by side, so that weights are loaded once for all.
  struct SixUnits<Unit: PixelUnit> {
    private var a: Unit
    private var b: Unit
    private var c: Unit
    private var d: Unit
    private var e: Unit
    private var f: Unit

    static var pixels: Int { 6 &* Unit.pixels }

    @inline(__always)
    init(_ input: UnsafeRawPointer, _ offsets: UnsafePointer<Int32>, startingAt starts: UnsafeRawPointer) {
      a = Unit(input, offsets, startingAt: starts)
      b = Unit(input, offsets + Unit.pixels, startingAt: starts)
      c = Unit(input, offsets + 2 &* Unit.pixels, startingAt: starts)
      d = Unit(input, offsets + 3 &* Unit.pixels, startingAt: starts)
      e = Unit(input, offsets + 4 &* Unit.pixels, startingAt: starts)
      f = Unit(input, offsets + 5 &* Unit.pixels, startingAt: starts)
    }

    @inline(__always)
    mutating func add(at offset: Int, _ weights: UnsafeRawPointer) {
      a.add(at: offset, weights)
      b.add(at: offset, weights)
      c.add(at: offset, weights)
      d.add(at: offset, weights)
      e.add(at: offset, weights)
      f.add(at: offset, weights)
    }

    /// Writes the first `count` pixels.
    @inline(__always)
    func store(_ pixel: Int, count: Int, _ target: BlockTarget) {
      Unit.store(a, b, c, d, pixel, count: count, target)
      let step = Unit.pixels
      if count > 4 &* step { e.store(pixel &+ 4 &* step, count: count &- 4 &* step, target) }
      if count > 5 &* step { f.store(pixel &+ 5 &* step, count: count &- 5 &* step, target) }
    }

    /// Writes the first `count` pixels of these units and of the six after them.
    @inline(__always)
    func store(with next: Self, _ pixel: Int, count: Int, _ target: BlockTarget) {
      let step = 4 &* Unit.pixels
      Unit.store(a, b, c, d, pixel, count: count, target)
      Unit.store(e, f, next.a, next.b, pixel &+ step, count: count &- step, target)
      Unit.store(next.c, next.d, next.e, next.f, pixel &+ 2 &* step, count: count &- 2 &* step, target)
    }
  }
#endif

#if arch(x86_64)
  /// Six pixels of a tile: where their windows begin, and their sums.
  struct SixPixels<Sums: PixelSums> {
    private let places: (UnsafeRawPointer, UnsafeRawPointer, UnsafeRawPointer)
    private let more: (UnsafeRawPointer, UnsafeRawPointer, UnsafeRawPointer)
    private var a: Sums
    private var b: Sums
    private var c: Sums
    private var d: Sums
    private var e: Sums
    private var f: Sums

    @inline(__always)
    init(_ input: UnsafeRawPointer, _ offsets: UnsafePointer<Int32>, startingAt starts: UnsafeRawPointer) {
      places = (input + Int(offsets[0]), input + Int(offsets[1]), input + Int(offsets[2]))
      more = (input + Int(offsets[3]), input + Int(offsets[4]), input + Int(offsets[5]))
      a = Sums(startingAt: starts)
      b = a
      c = a
      d = a
      e = a
      f = a
    }

    /// Adds the products of the four activations `offset` bytes on.
    @inline(__always)
    mutating func add(at offset: Int, _ weights: UnsafeRawPointer) {
      a.add((places.0 + offset).repeatedWord, weights)
      b.add((places.1 + offset).repeatedWord, weights)
      c.add((places.2 + offset).repeatedWord, weights)
      d.add((more.0 + offset).repeatedWord, weights)
      e.add((more.1 + offset).repeatedWord, weights)
      f.add((more.2 + offset).repeatedWord, weights)
    }

    /// Hands the sums of the first `count` pixels to `body`.
    @inline(__always)
    func forEach(_ count: Int, _ body: (_ pixel: Int, Sums) -> Void) {
      body(0, a)
      if count > 1 { body(1, b) }
      if count > 2 { body(2, c) }
      if count > 3 { body(3, d) }
      if count > 4 { body(4, e) }
      if count > 5 { body(5, f) }
    }
  }
#endif

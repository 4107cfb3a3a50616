#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// What a tile is made of: one pixel, or two that share a vector where channels do not fill it. Knows where its pixels'
  /// windows begin, and holds their sums.
  protocol PixelUnit {
    static var pixels: Int { get }
    static var channels: Int { get }

    init(_ input: UnsafeRawPointer, _ offsets: UnsafePointer<Int32>, startingAt starts: UnsafeRawPointer)

    /// Adds the products of the four activations `offset` bytes on with each channel's four weights.
    mutating func add(at offset: Int, _ weights: UnsafeRawPointer)

    /// The same place, with sums of nothing.
    func cleared() -> Self

    /// Adds the sums of `other`.
    mutating func merge(_ other: Self)

    /// Writes what becomes of the sums of the first `count` pixels, the first of which is `pixel`.
    func store(_ pixel: Int, count: Int, _ target: BlockTarget)

    /// The outputs of four units next to each other, where they are 64 bytes in the order of the output.
    static func outputs(_ a: Self, _ b: Self, _ c: Self, _ d: Self, _ target: BlockTarget) -> Vector?
  }

  extension PixelUnit {
    /// Writes what becomes of four units, the first pixel of which is `pixel`.
    @inline(__always)
    static func store(
      _ a: Self, _ b: Self, _ c: Self, _ d: Self, _ pixel: Int, count: Int, _ target: BlockTarget
    ) {
      if count >= 4 &* pixels, target.sums == nil, let together = outputs(a, b, c, d, target) {
        (target.output + pixel &* target.channels).store(together, count: 64)
        return
      }
      if count > 0 { a.store(pixel, count: count, target) }
      if count > pixels { b.store(pixel &+ pixels, count: count &- pixels, target) }
      if count > 2 &* pixels { c.store(pixel &+ 2 &* pixels, count: count &- 2 &* pixels, target) }
      if count > 3 &* pixels { d.store(pixel &+ 3 &* pixels, count: count &- 3 &* pixels, target) }
    }
  }

  /// One pixel and 16 to 64 channels.
  struct SinglePixel<Sums: PixelSums>: PixelUnit {
    static var pixels: Int { 1 }
    static var channels: Int { Sums.vectors &* 16 }

    private let place: UnsafeRawPointer
    private var sums: Sums

    @inline(__always)
    init(_ input: UnsafeRawPointer, _ offsets: UnsafePointer<Int32>, startingAt starts: UnsafeRawPointer) {
      place = input + Int(offsets[0])
      sums = Sums(startingAt: starts)
    }

    @inline(__always)
    mutating func add(at offset: Int, _ weights: UnsafeRawPointer) { sums.add((place + offset).repeatedWord, weights) }

    @inline(__always)
    func cleared() -> Self {
      var other = self
      other.sums.clear()
      return other
    }

    @inline(__always)
    mutating func merge(_ other: Self) { sums.merge(other.sums) }

    @inline(__always)
    static func outputs(_ a: Self, _ b: Self, _ c: Self, _ d: Self, _ target: BlockTarget) -> Vector? {
      guard Sums.vectors == 1, target.channels == 16 else { return nil }
      let scaling = Scaling(at: target.constants + 64)
      return target.range.pack(
        scaling(a.sums.vector(0)), scaling(b.sums.vector(0)), scaling(c.sums.vector(0)), scaling(d.sums.vector(0)))
    }

    @inline(__always)
    func store(_ pixel: Int, count: Int, _ target: BlockTarget) {
      let place = pixel &* target.channels &+ target.channel
      if let raw = target.sums {
        target.storeRaw(raw + place) { sums.vector($0) }
      } else {
        let outputs = sums.outputs(target.constants + Sums.vectors &* 64, target.range)
        (target.output + place).store(outputs, count: target.count)
      }
    }
  }

  /// Two pixels and 24 channels: 16 of each have a vector, their other eight share one. So 24 channels cost three quarters
  /// of what 32 do.
  struct PixelPair24: PixelUnit {
    static let pixels = 2
    static let channels = 24

    private let first: UnsafeRawPointer
    private let second: UnsafeRawPointer
    private var a: Vector
    private var b: Vector
    private var rest: Vector

    @inline(__always)
    init(_ input: UnsafeRawPointer, _ offsets: UnsafePointer<Int32>, startingAt starts: UnsafeRawPointer) {
      first = input + Int(offsets[0])
      second = input + Int(offsets[1])
      a = Vector(at: starts)
      b = a
      rest = Vector(at: starts + 64)
    }

    @inline(__always)
    mutating func add(at offset: Int, _ weights: UnsafeRawPointer) {
      let (one, other) = ((first + offset).repeatedWord, (second + offset).repeatedWord)
      a = _mm512_dpbusd_epi32(a, one, Vector(at: weights))
      b = _mm512_dpbusd_epi32(b, other, Vector(at: weights))
      rest = _mm512_dpbusd_epi32(rest, Vector(one, below: other), Vector(twice: weights + 64))
    }

    @inline(__always)
    func cleared() -> Self {
      var other = self
      (other.a, other.b, other.rest) = (.zero, .zero, .zero)
      return other
    }

    @inline(__always)
    mutating func merge(_ other: Self) {
      a = _mm512_add_epi32(a, other.a)
      b = _mm512_add_epi32(b, other.b)
      rest = _mm512_add_epi32(rest, other.rest)
    }

    @inline(__always)
    static func outputs(_: Self, _: Self, _: Self, _: Self, _: BlockTarget) -> Vector? { nil }

    @inline(__always)
    func store(_ pixel: Int, count: Int, _ target: BlockTarget) {
      let place = pixel &* target.channels &+ target.channel
      if let raw = target.sums {
        let (low, high) = (rest, Vector(upperHalf: rest))
        target.storeRaw(raw + place) { $0 == 0 ? a : low }
        if count > 1 { target.storeRaw(raw + place + target.channels) { $0 == 0 ? b : high } }
        return
      }
      let scaling = Scaling(at: target.constants + 128)
      let shared = Scaling(at: target.constants + (128 &+ Scaling.wordsPerVector &* 4))(rest)
      // Bytes: 16 of a, 16 of b, 8 and 8 of the rest.
      let bytes = target.range.pack(scaling(a), scaling(b), shared, shared)
      let output = target.output + place
      output.store(Vector(bytes[0], bytes[1], bytes[4], 0, 0, 0, 0, 0), count: target.count)
      if count > 1 {
        (output + target.channels).store(Vector(bytes[2], bytes[3], bytes[5], 0, 0, 0, 0, 0), count: target.count)
      }
    }
  }

  /// Two pixels and eight channels in one vector.
  struct PixelPair8: PixelUnit {
    static let pixels = 2
    static let channels = 8

    private let first: UnsafeRawPointer
    private let second: UnsafeRawPointer
    private var sums: Vector

    @inline(__always)
    init(_ input: UnsafeRawPointer, _ offsets: UnsafePointer<Int32>, startingAt starts: UnsafeRawPointer) {
      first = input + Int(offsets[0])
      second = input + Int(offsets[1])
      sums = Vector(at: starts)
    }

    @inline(__always)
    mutating func add(at offset: Int, _ weights: UnsafeRawPointer) {
      let both = Vector((first + offset).repeatedWord, below: (second + offset).repeatedWord)
      sums = _mm512_dpbusd_epi32(sums, both, Vector(twice: weights))
    }

    @inline(__always)
    func cleared() -> Self {
      var other = self
      other.sums = .zero
      return other
    }

    @inline(__always)
    mutating func merge(_ other: Self) { sums = _mm512_add_epi32(sums, other.sums) }

    @inline(__always)
    static func outputs(_ a: Self, _ b: Self, _ c: Self, _ d: Self, _ target: BlockTarget) -> Vector? {
      guard target.channels == 8 else { return nil }
      let scaling = Scaling(at: target.constants + 64)
      return target.range.pack(scaling(a.sums), scaling(b.sums), scaling(c.sums), scaling(d.sums))
    }

    @inline(__always)
    func store(_ pixel: Int, count: Int, _ target: BlockTarget) {
      let place = pixel &* target.channels &+ target.channel
      if let raw = target.sums {
        let (low, high) = (sums, Vector(upperHalf: sums))
        target.storeRaw(raw + place) { _ in low }
        if count > 1 { target.storeRaw(raw + place + target.channels) { _ in high } }
        return
      }
      let scaled = Scaling(at: target.constants + 64)(sums)
      let bytes = target.range.pack(scaled, scaled, scaled, scaled)
      if target.channels == 8, count > 1 {
        (target.output + place).store(bytes, count: 16)
      } else {
        (target.output + place).store(bytes[0], count: target.count)
        if count > 1 { (target.output + place + target.channels).store(bytes[1], count: target.count) }
      }
    }
  }
#endif

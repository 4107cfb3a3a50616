#if arch(arm64)
  /// The pixels of a tile: where their windows begin, and their sums.
  protocol PixelTile {
    associatedtype Sums: PixelSums
    associatedtype Activations
    static var pixels: Int { get }

    init(_ input: UnsafeRawPointer, _ offsets: UnsafePointer<Int32>, startingAt starts: UnsafeRawPointer)

    /// Four groups of activations of each pixel, from `offset` bytes on.
    func activations(at offset: Int) -> Activations

    /// Adds the products of the activations of group `group` with the weights of pair `pair`.
    mutating func add(_ activations: Activations, _ group: Int, _ weights: Sums.Weights, _ pair: Int)

    /// Hands the sums of the first `count` pixels to `body`, which counts them from `first` on.
    func forEach(_ count: Int, from first: Int, _ body: (_ pixel: Int, Sums) -> Void)
  }

  struct OnePixel<Sums: PixelSums>: PixelTile {
    static var pixels: Int { 1 }
    private let place: UnsafeRawPointer
    private var sums: Sums

    @inline(__always)
    init(_ input: UnsafeRawPointer, _ offsets: UnsafePointer<Int32>, startingAt starts: UnsafeRawPointer) {
      place = input + Int(offsets[0])
      sums = Sums(startingAt: starts)
    }

    @inline(__always)
    func activations(at offset: Int) -> Sums.Activations { Sums.activations(place + offset) }

    @inline(__always)
    mutating func add(_ activations: Sums.Activations, _ group: Int, _ weights: Sums.Weights, _ pair: Int) {
      sums.add(activations, group, weights, pair)
    }

    @inline(__always)
    func forEach(_ count: Int, from first: Int, _ body: (_ pixel: Int, Sums) -> Void) {
      if count > first { body(first, sums) }
    }
  }

  /// A tile of the pixels of two, one after the other.
  struct Both<First: PixelTile, Second: PixelTile>: PixelTile where First.Sums == Second.Sums {
    static var pixels: Int { First.pixels &+ Second.pixels }
    private var first: First
    private var second: Second

    @inline(__always)
    init(_ input: UnsafeRawPointer, _ offsets: UnsafePointer<Int32>, startingAt starts: UnsafeRawPointer) {
      first = First(input, offsets, startingAt: starts)
      second = Second(input, offsets + First.pixels, startingAt: starts)
    }

    @inline(__always)
    func activations(at offset: Int) -> (First.Activations, Second.Activations) {
      (first.activations(at: offset), second.activations(at: offset))
    }

    @inline(__always)
    mutating func add(
      _ activations: (First.Activations, Second.Activations), _ group: Int, _ weights: First.Sums.Weights, _ pair: Int
    ) {
      first.add(activations.0, group, weights, pair)
      second.add(activations.1, group, weights, pair)
    }

    @inline(__always)
    func forEach(_ count: Int, from start: Int, _ body: (_ pixel: Int, First.Sums) -> Void) {
      first.forEach(count, from: start, body)
      second.forEach(count, from: start &+ First.pixels, body)
    }
  }

  typealias TwoPixels<Sums: PixelSums> = Both<OnePixel<Sums>, OnePixel<Sums>>
  typealias FourPixels<Sums: PixelSums> = Both<TwoPixels<Sums>, TwoPixels<Sums>>
  typealias FivePixels<Sums: PixelSums> = Both<FourPixels<Sums>, OnePixel<Sums>>
  typealias EightPixels<Sums: PixelSums> = Both<FourPixels<Sums>, FourPixels<Sums>>

  extension PixelTile {
    /// Adds the products of 1…4 groups of activations from `offset` bytes on.
    @inline(__always)
    mutating func add(_ groups: Int, at offset: Int, _ weights: UnsafeRawPointer) {
      let activations = activations(at: offset)
      add(activations, 0, weights)
      if groups > 1 { add(activations, 1, weights) }
      if groups > 2 { add(activations, 2, weights) }
      if groups > 3 { add(activations, 3, weights) }
    }

    @inline(__always)
    private mutating func add(_ activations: Activations, _ group: Int, _ weights: UnsafeRawPointer) {
      let weights = weights + group &* Sums.groupBytes
      let step = Sums.groupBytes &* 8 / Sums.channels
      add(activations, group, Sums.weights(weights), 0)
      if Sums.channels > 8 { add(activations, group, Sums.weights(weights + step), 1) }
      if Sums.channels > 16 { add(activations, group, Sums.weights(weights + 2 &* step), 2) }
    }
  }
#endif

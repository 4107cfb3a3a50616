/// Vectors of length 1 in the order in which a search reads them: eight songs side by side, coordinate after coordinate.
/// One multiplication then works on eight songs, and a search is one pass over contiguous memory.
struct VectorBlocks: Sendable {
  let count: Int
  /// Coordinate `k` of the songs `8b … 8b + 7` stands at `8b + k`; the places after the last song are 0.
  private let blocks: [SIMD8<Float>]

  init(_ vectors: [SIMD8<Float>]) {
    count = vectors.count
    var blocks = [SIMD8<Float>](repeating: .zero, count: (vectors.count + 7) / 8 * 8)
    for (index, vector) in vectors.enumerated() {
      for coordinate in 0..<8 { blocks[index / 8 * 8 + coordinate][index % 8] = vector[coordinate] }
    }
    self.blocks = blocks
  }

  /// Bytes a song.
  static let stride = MemoryLayout<SIMD8<Float>>.stride

  subscript(index: Int) -> SIMD8<Float> {
    var vector = SIMD8<Float>.zero
    for coordinate in 0..<8 { vector[coordinate] = blocks[index / 8 * 8 + coordinate][index % 8] }
    return vector
  }

  /// Calls `body` for each song whose product with `direction` passes the threshold, in order; `body` returns the threshold
  /// from then on.
  func search(
    along direction: SIMD8<Float>, above threshold: Float, _ body: (_ index: Int, _ product: Float) -> Float
  ) {
    var threshold = threshold
    // As locals, so that they stay in registers.
    let (d0, d1, d2, d3) = (direction[0], direction[1], direction[2], direction[3])
    let (d4, d5, d6, d7) = (direction[4], direction[5], direction[6], direction[7])
    blocks.withUnsafeBufferPointer { blocks in
      var start = 0
      while start < blocks.count {
        // Not `addProduct`: without FMA instructions, which not every processor has, it is a call.
        var products = blocks[start] * d0
        products += blocks[start + 1] * d1
        products += blocks[start + 2] * d2
        products += blocks[start + 3] * d3
        products += blocks[start + 4] * d4
        products += blocks[start + 5] * d5
        products += blocks[start + 6] * d6
        products += blocks[start + 7] * d7
        if products.max() > threshold {
          for lane in 0..<8 where start + lane < count && products[lane] > threshold {
            threshold = body(start + lane, products[lane])
          }
        }
        start += 8
      }
    }
  }
}

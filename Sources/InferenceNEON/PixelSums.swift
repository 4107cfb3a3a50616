#if arch(arm64)
  import Inference

  /// One pixel's sums for the channels of a block, which are a multiple of eight.
  protocol PixelSums {
    /// Four groups of activations: what one load brings.
    associatedtype Activations
    /// The weights of a pair of vectors, eight channels, for a group of activations.
    associatedtype Weights
    static var channels: Int { get }
    /// Bytes of a group's weights.
    static var groupBytes: Int { get }
    /// Bytes of a group of activations.
    static var activationBytes: Int { get }

    init(startingAt starts: UnsafeRawPointer)

    static func activations(_ address: UnsafeRawPointer) -> Activations
    static func weights(_ address: UnsafeRawPointer) -> Weights

    /// Adds the products of the activations of group `group`, the same in all lanes, with the weights of pair `pair`.
    mutating func add(_ activations: Activations, _ group: Int, _ weights: Weights, _ pair: Int)

    /// The sums of pair `pair`.
    func pair(_ pair: Int) -> (SIMD4<Int32>, SIMD4<Int32>)
  }

  extension ChannelConstants {
    /// Writes a block's constants as `ChannelBlock` reads them: starts, fractions and shifts to the left (negative).
    func write(to table: UnsafeMutablePointer<Int32>) {
      table.update(from: starts, count: count)
      (table + count).update(from: fractions, count: count)
      for lane in 0..<count { table[2 * count + lane] = -shifts[lane] }
    }
  }
#endif

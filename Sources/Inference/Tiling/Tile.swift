/// What an instruction set computes at a time, and how it wants its operands to lie.
package struct Tile: Equatable, Sendable {
  /// Output pixels.
  package let pixels: Int
  /// Output channels.
  package let channels: Int
  /// Consecutive bytes of one pixel that one lane multiplies and sums.
  package let depth: Int
  /// Whether activations are read with their sign bit flipped, as 0…255.
  package let flipsSign: Bool

  package init(pixels: Int, channels: Int, depth: Int, flipsSign: Bool) {
    self.pixels = pixels
    self.channels = channels
    self.depth = depth
    self.flipsSign = flipsSign
  }
}

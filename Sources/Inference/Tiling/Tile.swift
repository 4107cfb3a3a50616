/// What an instruction set computes at a time, and how it wants its operands to lie.
package struct Tile: Equatable, Sendable {
  /// Output pixels.
  package let pixels: Int
  /// Output channels.
  package let channels: Int
  /// Consecutive activations of one pixel that one lane multiplies and sums.
  package let depth: Int
  package let activations: Activations

  package init(pixels: Int, channels: Int, depth: Int, activations: Activations) {
    self.pixels = pixels
    self.channels = channels
    self.depth = depth
    self.activations = activations
  }
}

/// Pixels of a convolution to compute.
///
/// The sum for output pixel p and channel c runs over `segments` pieces of `groups` × depth activations: piece s of
/// pixel p begins `offsets[p] + s × segmentStep` bytes after `input`. A plain 3×3 convolution has one segment for each of the
/// window's rows, and each holds three pixels' channels.
///
/// Safety: made only by `TiledConvolution`, which has reserved what loops read and write: from each piece
/// `Table.slack` bytes more than it has, `offsets` up to the next multiple of the tile's pixels, and at the output
/// exactly `pixels` × `channels` elements.
package struct ConvolutionJob {
  package let input: UnsafeRawPointer
  package let offsets: UnsafePointer<Int32>
  package let pixels: Int
  package let segments: Int
  package let segmentStep: Int
  package let groups: Int
  /// int8 (int16 for wide activations), for each block of the tile's channels: segments × groups × channels × depth. Channels beyond the last are 0.
  package let weights: UnsafeRawPointer
  /// For each block of the tile's channels what `ConvolutionLoops.constants` made.
  package let constants: UnsafePointer<Int32>
  package let channels: Int
  /// Pixels × channels, int8; written where `sums` is nil.
  package let output: UnsafeMutablePointer<Int8>
  /// Pixels × channels: where it is given, sums are written there as they are.
  package let sums: UnsafeMutablePointer<Int32>?
  package let zeroPoint: Int32
  package let lowest: Int32
  package let highest: Int32
}

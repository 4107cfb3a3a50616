/// The inner loops of convolutions for one instruction set: all that is left of a convolution when its picture has been
/// padded and its weights have been packed.
package protocol ConvolutionLoops: Sendable {
  /// The tile for a convolution to `channels` channels.
  func tile(forChannels channels: Int) -> Tile

  /// How many numbers `arrange` writes for a block of channels.
  func constantWords(for tile: Tile) -> Int

  /// Writes the constants of one block of channels in the order in which `run` reads them.
  func arrange(_ constants: ChannelConstants, into table: UnsafeMutablePointer<Int32>)

  /// Computes every pixel and every channel of `job`, whose operands lie as `tile` says.
  func run(_ job: ConvolutionJob, tile: Tile)
}

extension ConvolutionLoops {
  package func constantWords(for tile: Tile) -> Int { 3 * tile.channels }

  package func arrange(_ constants: ChannelConstants, into table: UnsafeMutablePointer<Int32>) {
    table.update(from: constants.starts, count: constants.count)
    (table + constants.count).update(from: constants.fractions, count: constants.count)
    (table + 2 * constants.count).update(from: constants.shifts, count: constants.count)
  }
}

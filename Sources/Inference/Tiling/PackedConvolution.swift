/// A convolution's weights and constants in the order in which a tile reads them.
package struct PackedConvolution: Sendable {
  /// See `ConvolutionJob.weights`.
  package let weights: Table
  /// See `ConvolutionJob.constants`.
  package let constants: Table
  package let segments: Int
  package let groups: Int

  /// - Parameters:
  ///   - segments: Into how many pieces a window falls; each holds equally many consecutive weights of an output channel.
  ///   - stage: What sums become, where loops apply it; else they leave bias and scaling to others.
  init(_ step: Convolution, tile: Tile, segments: Int, stage: VectorStage?, loops: any ConvolutionLoops) {
    let channels = step.outputShape.channels
    let patch = step.weights.count / channels
    let piece = patch / segments
    let groups = (piece + tile.depth - 1) / tile.depth
    let blocks = (channels + tile.channels - 1) / tile.channels
    let size = tile.activations.size
    let blockBytes = segments * groups * tile.channels * tile.depth * size
    self.segments = segments
    self.groups = groups
    weights = Table(byteCount: blocks * blockBytes) { table in
      step.weights.withUnsafeBytes { weights in
        // Safety: the reader has checked that there are channels × patch weights; the table has room for all blocks.
        for channel in 0..<channels {
          let (block, lane) = channel.quotientAndRemainder(dividingBy: tile.channels)
          let source = weights.baseAddress! + channel * patch
          for segment in 0..<segments {
            for group in 0..<groups {
              let count = min(tile.depth, piece - group * tile.depth)
              let place = ((block * segments + segment) * groups + group) * tile.channels + lane
              let target = table + place * tile.depth * size
              let first = source + segment * piece + group * tile.depth
              if size == 1, count == 4 {
                // As most are; a call for each would be most of the time that loading takes.
                target.storeBytes(of: first.loadUnaligned(as: UInt32.self), as: UInt32.self)
              } else if size == 1 {
                target.copyMemory(from: first, byteCount: count)
              } else {
                for index in 0..<count {
                  let weight = Int16(first.load(fromByteOffset: index, as: Int8.self))
                  target.storeBytes(of: weight, toByteOffset: 2 * index, as: Int16.self)
                }
              }
            }
          }
        }
      }
    }
    // Channels beyond the last have no weights; a shift of 1 keeps them harmless.
    let lanes = blocks * tile.channels
    let origin = tile.activations.origin(step.inputZeroPoint)
    var (starts, fractions) = ([Int32](repeating: 0, count: lanes), [Int32](repeating: 0, count: lanes))
    var shifts = [Int32](repeating: 1, count: lanes)
    for channel in 0..<channels {
      starts[channel] = (stage?.bias[channel] ?? 0) &- origin &* step.weightSum(channel, of: patch)
      guard let multiplier = stage?.multipliers[channel] else { continue }
      fractions[channel] = multiplier.fraction
      shifts[channel] = -multiplier.exponent
    }
    let words = loops.constantWords(for: tile)
    constants = Table(byteCount: blocks * words * MemoryLayout<Int32>.size) { table in
      let table = table.bindMemory(to: Int32.self, capacity: blocks * words)
      for block in 0..<blocks {
        let first = block * tile.channels
        starts.withUnsafeBufferPointer { starts in
          fractions.withUnsafeBufferPointer { fractions in
            shifts.withUnsafeBufferPointer { shifts in
              loops.arrange(
                ChannelConstants(
                  count: tile.channels, starts: starts.baseAddress! + first, fractions: fractions.baseAddress! + first,
                  shifts: shifts.baseAddress! + first),
                into: table + block * words)
            }
          }
        }
      }
    }
  }
}

extension Convolution {
  /// The sum of `channel`'s weights, of which there are `count`; wraps.
  fileprivate func weightSum(_ channel: Int, of count: Int) -> Int32 {
    weights.withUnsafeBytes { bytes in
      var sum: Int32 = 0
      for index in channel * count..<(channel + 1) * count { sum &+= Int32(Int8(bitPattern: bytes[index])) }
      return sum
    }
  }
}

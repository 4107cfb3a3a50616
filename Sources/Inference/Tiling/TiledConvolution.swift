/// A full convolution by an instruction set's loops.
///
/// Its picture is copied once with its padding around it, so that a window's row is one run of bytes wherever it lies. A
/// window with gaps in its rows (dilated along them) has a segment for each tap instead of each row. Where the picture
/// needs neither padding nor a flip of signs, it is read where it is.
package struct TiledConvolution: RowKernel {
  private let step: Convolution
  private let loops: any ConvolutionLoops
  private let tile: Tile
  private let packed: PackedConvolution
  private let padded: PaddedPicture
  private let segmentStep: Int
  /// Where each output pixel's window begins in the padded picture, up to a multiple of the tile's pixels; the last
  /// stands in for those beyond.
  private let offsets: Table
  private let appliesStage: Bool

  /// Nil for what loops cannot do: windows of several rows with gaps in them, and pictures of almost nothing but padding.
  package init?(_ step: Convolution, loops: any ConvolutionLoops) {
    let window = step.window
    let gapsInRows = window.columnDilation > 1 && window.columns > 1
    guard !gapsInRows || window.rows == 1 else { return nil }
    let tile = loops.tile(forChannels: step.outputShape.channels)
    guard
      let padded = PaddedPicture(
        step.inputShape, under: window, outputs: step.outputShape, zeroPoint: step.inputZeroPoint, as: tile.activations)
    else { return nil }
    let stage = VectorStage(step, isDepthwise: false)
    let pixels = step.outputShape.rows * step.outputShape.columns
    self.step = step
    self.loops = loops
    self.tile = tile
    self.padded = padded
    packed = PackedConvolution(
      step, tile: tile, segments: gapsInRows ? window.columns : window.rows, stage: stage, loops: loops)
    segmentStep =
      gapsInRows
      ? window.columnDilation * step.inputShape.channels * tile.activations.size : window.rowDilation * padded.rowStep
    let columns = step.outputShape.columns
    let rounded = (pixels + tile.pixels - 1) / tile.pixels * tile.pixels + tile.pixels
    offsets = Table(byteCount: rounded * MemoryLayout<Int32>.size) { table in
      let table = table.bindMemory(to: Int32.self, capacity: rounded)
      for index in 0..<rounded {
        let (row, column) = min(index, pixels - 1).quotientAndRemainder(dividingBy: columns)
        table[index] = Int32(
          row * window.rowStride * padded.rowStep
            + column * window.columnStride * step.inputShape.channels * tile.activations.size)
      }
    }
    appliesStage = stage != nil
  }

  package var rows: Int { step.outputShape.batch * step.outputShape.rows }

  /// Of the padded picture, to a multiple of a cache line.
  private var pictureBytes: Int { padded.isPlain ? 0 : (padded.byteCount + 63) / 64 * 64 }

  package var scratchByteCount: Int {
    pictureBytes + (appliesStage ? 0 : step.outputShape.pictureStep * MemoryLayout<Int32>.size)
  }

  package func run(rows: Range<Int>, in memory: Memory) {
    let perPicture = step.outputShape.rows
    var row = rows.lowerBound
    while row < rows.upperBound {
      let (picture, first) = row.quotientAndRemainder(dividingBy: perPicture)
      let end = min(perPicture, first + rows.upperBound - row)
      run(rows: first..<end, ofPicture: picture, in: memory)
      row += end - first
    }
  }

  private func run(rows: Range<Int>, ofPicture picture: Int, in memory: Memory) {
    let (shape, columns) = (step.outputShape, step.outputShape.columns)
    var input = UnsafeRawPointer(memory.elements(step.input) + picture * step.inputShape.pictureStep)
    if !padded.isPlain {
      let window = step.window
      let first = rows.lowerBound * window.rowStride
      let end = (rows.upperBound - 1) * window.rowStride + (window.rows - 1) * window.rowDilation + 1
      padded.copy(rows: first..<end, of: input.assumingMemoryBound(to: Int8.self), to: memory.scratch)
      input = UnsafeRawPointer(memory.scratch)
    }
    let output = memory.elements(step.output) + picture * shape.pictureStep + rows.lowerBound * shape.rowStep
    // Safety: scratch has room for the sums of a whole picture behind the padded one; nobody else uses it.
    let sums =
      appliesStage
      ? nil : (memory.scratch + pictureBytes).bindMemory(to: Int32.self, capacity: shape.pictureStep)
    let job = ConvolutionJob(
      input: input, offsets: offsets.start.assumingMemoryBound(to: Int32.self) + rows.lowerBound * columns,
      pixels: rows.count * columns, segments: packed.segments, segmentStep: segmentStep, groups: packed.groups,
      weights: packed.weights.start, constants: packed.constants.start.assumingMemoryBound(to: Int32.self),
      channels: shape.channels, output: output, sums: sums, zeroPoint: step.stage.zeroPoint,
      lowest: step.stage.range.lowerBound, highest: step.stage.range.upperBound)
    loops.run(job, tile: tile)
    guard let sums else { return }
    step.stage.withRequantiser { requantise in
      for pixel in 0..<job.pixels {
        for channel in 0..<shape.channels {
          let index = pixel * shape.channels + channel
          output[index] = requantise(sums[index], channel: channel)
        }
      }
    }
  }
}

/// How a picture lies in working memory with its padding around it, so that windows need not look out for its edges.
package struct PaddedPicture: Sendable {
  private let shape: ImageShape
  private let window: Window
  private let filler: UInt8
  private let mask: UInt8
  /// Bytes from a row to the next.
  package let rowStep: Int
  /// Rows of one picture, padding included.
  package let rows: Int
  /// Whether the picture may be read where it is, there being nothing to put around it.
  package let isPlain: Bool

  /// - Parameters:
  ///   - outputs: Rows and columns that the window takes on; what it does not reach is left out.
  ///   - zeroPoint: What padding is made of.
  package init(
    _ shape: ImageShape, under window: Window, outputs: ImageShape, zeroPoint: Int32, flipsSign: Bool
  ) {
    self.shape = shape
    self.window = window
    mask = flipsSign ? 0x80 : 0
    filler = UInt8(bitPattern: Int8(truncatingIfNeeded: zeroPoint)) ^ mask
    let columns = (outputs.columns - 1) * window.columnStride + (window.columns - 1) * window.columnDilation + 1
    rows = (outputs.rows - 1) * window.rowStride + (window.rows - 1) * window.rowDilation + 1
    isPlain =
      !flipsSign && window.top == 0 && window.left == 0 && rows <= shape.rows && columns <= shape.columns
    rowStep = (isPlain ? shape.columns : columns) * shape.channels
  }

  /// Bytes of one picture, and what loops may read beyond them.
  package var byteCount: Int { rows * rowStep + Table.slack }

  /// Copies those padded rows of `picture` that are in `range` to their places in `target`.
  package func copy(
    rows range: Range<Int>, of picture: UnsafePointer<Int8>, to target: UnsafeMutableRawPointer
  ) {
    let left = min(window.left * shape.channels, rowStep)
    let middle = min(shape.rowStep, rowStep - left)
    let right = rowStep - left - middle
    for row in range {
      let line = target + row * rowStep
      let source = row - window.top
      guard source >= 0, source < shape.rows else {
        line.initializeMemory(as: UInt8.self, repeating: filler, count: rowStep)
        continue
      }
      line.initializeMemory(as: UInt8.self, repeating: filler, count: left)
      copy(UnsafeRawPointer(picture + source * shape.rowStep), to: line + left, count: middle)
      (line + left + middle).initializeMemory(as: UInt8.self, repeating: filler, count: right)
    }
  }

  private func copy(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, count: Int) {
    guard mask != 0 else {
      target.copyMemory(from: source, byteCount: count)
      return
    }
    // Eight bytes at a time, which the compiler turns into vectors.
    let flips = UInt64(mask) &* 0x0101_0101_0101_0101
    var index = 0
    while index &+ 8 <= count {
      let bytes = source.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ flips
      target.storeBytes(of: bytes, toByteOffset: index, as: UInt64.self)
      index &+= 8
    }
    while index < count {
      let byte = source.load(fromByteOffset: index, as: UInt8.self) ^ mask
      target.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
      index &+= 1
    }
  }
}

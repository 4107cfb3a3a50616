/// How a picture lies in working memory with its padding around it, so that windows need not look out for its edges.
package struct PaddedPicture: Sendable {
  private let shape: ImageShape
  private let window: Window
  private let zeroPoint: Int8
  private let activations: Activations
  /// Bytes from a row to the next.
  package let rowStep: Int
  /// Rows of one picture, padding included.
  package let rows: Int
  /// Whether the picture may be read where it is, there being nothing to put around it.
  package let isPlain: Bool

  /// Nil where there would be far more padding than picture, as a window dilated beyond the picture's edges asks for.
  ///
  /// - Parameters:
  ///   - outputs: Rows and columns that the window takes on; what it does not reach is left out.
  ///   - zeroPoint: What padding is made of.
  package init?(
    _ shape: ImageShape, under window: Window, outputs: ImageShape, zeroPoint: Int32, as activations: Activations
  ) {
    let columns = (outputs.columns - 1) * window.columnStride + (window.columns - 1) * window.columnDilation + 1
    let rows = (outputs.rows - 1) * window.rowStride + (window.rows - 1) * window.rowDilation + 1
    // Extents and strides are below 2³¹, so neither product overflows before it is found too large.
    guard columns <= 4 * (shape.columns + 16), rows <= 4 * (shape.rows + 16) else { return nil }
    self.shape = shape
    self.window = window
    self.activations = activations
    self.zeroPoint = Int8(truncatingIfNeeded: zeroPoint)
    self.rows = rows
    isPlain =
      activations == .signed && window.top == 0 && window.left == 0 && rows <= shape.rows && columns <= shape.columns
    rowStep = (isPlain ? shape.columns : columns) * shape.channels * activations.size
    guard rows * rowStep <= Self.limit else { return nil }
  }

  /// Bytes of the largest picture that is copied.
  private static let limit = 64 << 20

  /// Bytes of one picture, and what loops may read beyond them.
  package var byteCount: Int { rows * rowStep + Table.slack }

  /// Copies those padded rows of `picture` that are in `range` to their places in `target`.
  package func copy(
    rows range: Range<Int>, of picture: UnsafePointer<Int8>, to target: UnsafeMutableRawPointer
  ) {
    let elements = rowStep / activations.size
    let left = min(window.left * shape.channels, elements)
    let middle = min(shape.rowStep, elements - left)
    for row in range {
      let line = target + row * rowStep
      let source = row - window.top
      guard source >= 0, source < shape.rows else {
        fill(line, from: 0, to: elements)
        continue
      }
      fill(line, from: 0, to: left)
      copy(picture + source * shape.rowStep, to: line + left * activations.size, count: middle)
      fill(line, from: left + middle, to: elements)
    }
  }

  /// Where the first of those padded rows of `picture` lies that output rows `range` see: in `scratch`, into which they are
  /// copied, or in the picture itself.
  package func place(
    rows range: Range<Int>, of picture: UnsafePointer<Int8>, in scratch: UnsafeMutableRawPointer
  ) -> UnsafeRawPointer {
    let first = range.lowerBound * window.rowStride
    if isPlain { return UnsafeRawPointer(picture) + first * rowStep }
    let end = (range.upperBound - 1) * window.rowStride + (window.rows - 1) * window.rowDilation + 1
    copy(rows: first..<end, of: picture, to: scratch)
    return UnsafeRawPointer(scratch) + first * rowStep
  }

  /// Writes padding.
  private func fill(_ line: UnsafeMutableRawPointer, from first: Int, to end: Int) {
    let filler: UInt8 =
      switch activations {
      case .signed: UInt8(bitPattern: zeroPoint)
      case .unsigned: UInt8(bitPattern: zeroPoint) ^ 0x80
      case .wide: 0
      }
    (line + first * activations.size)
      .initializeMemory(as: UInt8.self, repeating: filler, count: (end - first) * activations.size)
  }

  private func copy(_ source: UnsafePointer<Int8>, to target: UnsafeMutableRawPointer, count: Int) {
    switch activations {
    case .signed: target.copyMemory(from: source, byteCount: count)
    case .unsigned: Self.flip(UnsafeRawPointer(source), to: target, count: count)
    case .wide:
      let target = target.bindMemory(to: Int16.self, capacity: count)
      let zeroPoint = Int16(zeroPoint)
      var index = 0
      while index < count {
        target[index] = Int16(source[index]) &- zeroPoint
        index &+= 1
      }
    }
  }

  /// Copies with the sign bits flipped: eight bytes at a time, which the compiler turns into vectors.
  private static func flip(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, count: Int) {
    var index = 0
    while index &+ 8 <= count {
      let bytes = source.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ 0x8080_8080_8080_8080
      target.storeBytes(of: bytes, toByteOffset: index, as: UInt64.self)
      index &+= 8
    }
    while index < count {
      let byte = source.load(fromByteOffset: index, as: UInt8.self) ^ 0x80
      target.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
      index &+= 1
    }
  }
}

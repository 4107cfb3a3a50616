extension Pooling {
  /// Fills the output with `reduce` of each window. It is given the window's first element for one channel (which may
  /// lie outside the picture), the taps that lie within, and the distances between taps.
  @inline(__always)
  func slide(
    in memory: Memory, _ reduce: (UnsafePointer<Int8>, Range<Int>, Range<Int>, Int, Int) -> Int
  ) {
    let input = memory.elements(input)
    var output = memory.elements(output)
    for picture in 0..<outputShape.batch {
      for row in 0..<outputShape.rows {
        let firstRow = row * window.rowStride - window.top
        let rows = Window.taps(window.rows, from: firstRow, dilation: 1, within: inputShape.rows)
        for column in 0..<outputShape.columns {
          let firstColumn = column * window.columnStride - window.left
          let columns = Window.taps(window.columns, from: firstColumn, dilation: 1, within: inputShape.columns)
          let corner =
            input + picture * inputShape.pictureStep + firstRow * inputShape.rowStep + firstColumn * inputShape.channels
          for channel in 0..<outputShape.channels {
            let value = reduce(corner + channel, rows, columns, inputShape.rowStep, inputShape.channels)
            output[channel] = Int8(clamping: min(max(value, Int(range.lowerBound)), Int(range.upperBound)))
          }
          output += outputShape.channels
        }
      }
    }
  }
}

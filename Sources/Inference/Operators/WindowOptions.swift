/// A sliding window as an operator's options give it, before it is laid on a picture.
struct WindowOptions {
  let rows: Int
  let columns: Int
  let rowStride: Int32
  let columnStride: Int32
  var rowDilation: Int32 = 1
  var columnDilation: Int32 = 1
  /// The schema's `Padding`: 0 = SAME, 1 = VALID.
  let padding: Int8

  /// The window on `picture`, and how many rows and columns come out.
  func placed(
    on picture: ImageShape, _ record: OperatorRecord
  ) throws(NetworkError) -> (window: Window, rows: Int, columns: Int) {
    guard rows >= 1, columns >= 1, rowStride >= 1, columnStride >= 1, rowDilation >= 1, columnDilation >= 1 else {
      throw record.malformed("window, stride and dilation must all be at least 1")
    }
    guard padding == 0 || padding == 1 else {
      throw record.unsupported("padding \(padding); supported: SAME (0) and VALID (1)")
    }
    let vertical = along(picture.rows, taps: rows, stride: Int(rowStride), dilation: Int(rowDilation))
    let horizontal = along(picture.columns, taps: columns, stride: Int(columnStride), dilation: Int(columnDilation))
    guard vertical.count >= 1, horizontal.count >= 1 else {
      throw record.malformed("its window is larger than its input of \(picture.rows) × \(picture.columns)")
    }
    let window = Window(
      rows: rows, columns: columns, rowStride: Int(rowStride), columnStride: Int(columnStride),
      rowDilation: Int(rowDilation), columnDilation: Int(columnDilation), top: vertical.before, left: horizontal.before)
    return (window, vertical.count, horizontal.count)
  }

  /// How often the window fits along one side, and the nothing before it: with SAME as often as the stride divides the
  /// side, rounded up, the odd cell of padding going to the end.
  private func along(_ extent: Int, taps: Int, stride: Int, dilation: Int) -> (count: Int, before: Int) {
    let reach = (taps - 1) * dilation + 1
    let count = padding == 0 ? (extent + stride - 1) / stride : extent < reach ? 0 : (extent - reach) / stride + 1
    return (count, max((count - 1) * stride + reach - extent, 0) / 2)
  }
}

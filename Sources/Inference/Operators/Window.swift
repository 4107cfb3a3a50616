/// The window that a convolution or a pooling slides over a picture. Tap (i, j) of the window at output (y, x) sees
/// input row `y × rowStride − top + i × rowDilation`, and its column alike; taps outside the picture see nothing.
package struct Window: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  package let rowStride: Int
  package let columnStride: Int
  package let rowDilation: Int
  package let columnDilation: Int
  /// Rows of nothing above the picture.
  package let top: Int
  /// Columns of nothing left of the picture.
  package let left: Int

  package init(
    rows: Int, columns: Int, rowStride: Int = 1, columnStride: Int = 1, rowDilation: Int = 1, columnDilation: Int = 1,
    top: Int = 0, left: Int = 0
  ) {
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
    self.columnStride = columnStride
    self.rowDilation = rowDilation
    self.columnDilation = columnDilation
    self.top = top
    self.left = left
  }

  /// Those taps of `count`, `dilation` apart from `origin` on, that fall within `0 ..< extent`.
  @inline(__always)
  package static func taps(_ count: Int, from origin: Int, dilation: Int, within extent: Int) -> Range<Int> {
    let first = origin < 0 ? min((-origin + dilation - 1) / dilation, count) : 0
    let end = origin >= extent ? 0 : min((extent - origin + dilation - 1) / dilation, count)
    return first..<max(first, end)
  }
}

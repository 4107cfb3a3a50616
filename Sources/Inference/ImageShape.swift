/// The extents of a stack of pictures, stored batch × rows × columns × channels, channels next to each other.
package struct ImageShape: Equatable, Sendable {
  package let batch: Int
  package let rows: Int
  package let columns: Int
  package let channels: Int

  package init(batch: Int, rows: Int, columns: Int, channels: Int) {
    self.batch = batch
    self.rows = rows
    self.columns = columns
    self.channels = channels
  }

  /// `shape` with ones put before it until it has four extents; nil where it has more.
  package init?(extending shape: [Int]) {
    guard shape.count <= 4 else { return nil }
    let extents = Array(repeating: 1, count: 4 - shape.count) + shape
    self.init(batch: extents[0], rows: extents[1], columns: extents[2], channels: extents[3])
  }

  package var extents: [Int] { [batch, rows, columns, channels] }
  package var count: Int { batch * rows * columns * channels }
  /// Elements from a row to the next.
  package var rowStep: Int { columns * channels }
  /// Elements from a picture to the next.
  package var pictureStep: Int { rows * columns * channels }
}

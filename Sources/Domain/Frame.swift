/// One picture from a camera or a file: its luma plane, and when it was taken.
package struct Frame: Equatable, Sendable {
  /// Pixels across, at least 1.
  package let width: Int
  /// Pixels down, at least 1.
  package let height: Int
  /// `width × height` samples, row by row from the top, no padding; 0 is black, 255 white.
  package let luma: [UInt8]
  /// When the picture was taken, on the monotonic clock; zero for files.
  package let time: Duration

  /// Traps unless `luma` holds exactly `width × height` samples: readers of outside data check before they come here.
  package init(width: Int, height: Int, luma: [UInt8], time: Duration = .zero) {
    precondition(width > 0 && height > 0 && luma.count == width * height, "luma must hold width × height samples")
    self.width = width
    self.height = height
    self.luma = luma
    self.time = time
  }
}

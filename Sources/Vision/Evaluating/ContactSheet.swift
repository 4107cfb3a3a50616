import Domain

/// Many crops in one picture: `columns` a row, in reading order, without gaps.
package struct ContactSheet: Sendable {
  package static let columns = 120

  private let frame: Frame

  /// Nil unless the picture is as wide as a row of crops and a whole number of rows high.
  package init?(_ frame: Frame) {
    guard frame.width == Self.columns * AlignedCrop.side, frame.height % AlignedCrop.side == 0 else { return nil }
    self.frame = frame
  }

  /// Places for crops; the last ones of the last row may be empty.
  package var count: Int { frame.height / AlignedCrop.side * Self.columns }

  /// The crop at a place below ``count``.
  package subscript(index: Int) -> AlignedCrop {
    let side = AlignedCrop.side
    let corner = index / Self.columns * side * frame.width + index % Self.columns * side
    return AlignedCrop(
      luma: (0..<side).flatMap { row in
        frame.luma[(corner + row * frame.width)..<(corner + row * frame.width + side)]
      })
  }
}

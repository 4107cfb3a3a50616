import Domain

/// How a stored picture must be turned to stand upright: EXIF's tag `Orientation`, 1…8.
enum Orientation: Int, CaseIterable {
  case upright = 1
  case mirrored, upsideDown, mirroredUpsideDown
  /// The stored rows are the upright picture's columns.
  case transposed, turnedLeft, transposedUpsideDown, turnedRight

  /// Whether width and height change places.
  var swapsSides: Bool { rawValue >= Orientation.transposed.rawValue }

  /// The stored picture as people see it.
  func upright(_ stored: Frame) -> Frame {
    guard self != .upright else { return stored }
    let (width, height) = swapsSides ? (stored.height, stored.width) : (stored.width, stored.height)
    let right = stored.width - 1
    let bottom = (stored.height - 1) * stored.width
    // Where the upright picture's first sample is stored, and the steps to its right and lower neighbours.
    let (first, across, down) =
      switch self {
      case .upright: (0, 1, stored.width)
      case .mirrored: (right, -1, stored.width)
      case .upsideDown: (bottom + right, -1, -stored.width)
      case .mirroredUpsideDown: (bottom, 1, -stored.width)
      case .transposed: (0, stored.width, 1)
      case .turnedLeft: (bottom, -stored.width, 1)
      case .transposedUpsideDown: (bottom + right, -stored.width, -1)
      case .turnedRight: (right, stored.width, -1)
      }
    let luma = [UInt8](unsafeUninitializedCapacity: width * height) { samples, count in
      for row in 0..<height {
        for column in 0..<width {
          samples[row * width + column] = stored.luma[first + row * down + column * across]
        }
      }
      count = width * height
    }
    return Frame(width: width, height: height, luma: luma, time: stored.time)
  }
}

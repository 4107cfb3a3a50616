import Domain

/// Reads a picture between its samples; beyond its edges the outermost samples go on.
struct Bilinear {
  let samples: UnsafeBufferPointer<UInt8>
  let width: Int
  let height: Int

  /// The value at a finite position in pixels, where the first sample's centre is (0.5, 0.5); 0…255.
  @inline(__always)
  func sample(x: Float, y: Float) -> Float {
    let x = min(max(x - 0.5, 0), Float(width - 1))
    let y = min(max(y - 0.5, 0), Float(height - 1))
    let column = Int(x)
    let row = Int(y)
    let right = min(column + 1, width - 1)
    let upper = samples.baseAddress! + row * width
    let lower = samples.baseAddress! + min(row + 1, height - 1) * width
    let across = x - Float(column)
    let top = Float(upper[column]) + across * (Float(upper[right]) - Float(upper[column]))
    let bottom = Float(lower[column]) + across * (Float(lower[right]) - Float(lower[column]))
    return top + (y - Float(row)) * (bottom - top)
  }

  /// The same where no edge is near: both coordinates are at least 0.5 and less than half a sample from the far edge.
  @inline(__always)
  func innerSample(x: Float, y: Float) -> Float {
    let (x, y) = (x - 0.5, y - 0.5)
    let (column, row) = (Int(x), Int(y))
    let upper = samples.baseAddress! + (row &* width &+ column)
    let lower = upper + width
    let across = x - Float(column)
    let top = Float(upper[0]) + across * (Float(upper[1]) - Float(upper[0]))
    let bottom = Float(lower[0]) + across * (Float(lower[1]) - Float(lower[0]))
    return top + (y - Float(row)) * (bottom - top)
  }

  /// Whether `innerSample` may be asked for all of the places from `from` to `to`.
  func hasInside(from: Point, to: Point) -> Bool {
    from.x >= 0.5 && from.y >= 0.5 && to.x - 0.5 < Float(width - 1) && to.y - 0.5 < Float(height - 1)
  }
}

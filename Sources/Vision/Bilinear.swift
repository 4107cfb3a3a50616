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
}

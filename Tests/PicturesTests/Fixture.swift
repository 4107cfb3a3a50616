import Domain

/// The pictures of Tests/Fixtures/pictures, which their make.py describes.
enum Fixture {
  static func path(_ name: String) -> String {
    let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    return "/\(tests)/Fixtures/pictures/\(name)"
  }

  /// The luma of the grey drawing.
  static func drawing(_ x: Int, _ y: Int) -> Int {
    if x < 16, y < 16 { return 255 }
    if x >= 48, y >= 32 { return 0 }
    return 60 + 2 * x
  }

  /// What the coloured drawings hold besides: a square of (200, 40, 90).
  static func colouredDrawing(_ x: Int, _ y: Int) -> Int {
    (24..<40).contains(x) && (16..<32).contains(y) ? 94 : drawing(x, y)
  }
}

extension Frame {
  /// The mean difference to a drawing, and the largest, sample by sample.
  func difference(to drawing: (Int, Int) -> Int) -> (mean: Double, largest: Int) {
    var sum = 0
    var largest = 0
    for y in 0..<height {
      for x in 0..<width {
        let difference = abs(Int(luma[y * width + x]) - drawing(x, y))
        sum += difference
        largest = max(largest, difference)
      }
    }
    return (Double(sum) / Double(luma.count), largest)
  }
}

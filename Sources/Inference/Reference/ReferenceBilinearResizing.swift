/// Each pixel is the weighted mean of four, weights in 2⁻¹⁰, rounded half away from zero.
struct ReferenceBilinearResizing: Kernel {
  let step: Resizing

  func run(in memory: Memory) {
    let (from, channels) = (step.inputShape, step.inputShape.channels)
    let input = memory.elements(step.input)
    var output = memory.elements(step.output)
    for picture in 0..<from.batch {
      for row in step.rows {
        let upperRow = input + picture * from.pictureStep + row.lower * from.rowStep
        let lowerRow = input + picture * from.pictureStep + row.upper * from.rowStep
        for column in step.columns {
          let (left, right) = (column.lower * channels, column.upper * channels)
          for channel in 0..<channels {
            let top = Self.mix(upperRow[left + channel], upperRow[right + channel], column.fraction)
            let bottom = Self.mix(lowerRow[left + channel], lowerRow[right + channel], column.fraction)
            let sum = top * (1024 - row.fraction) + bottom * row.fraction
            output[channel] = Int8(clamping: (sum + (sum > 0 ? 1 << 19 : -(1 << 19))) / (1 << 20))
          }
          output += channels
        }
      }
    }
  }

  @inline(__always)
  private static func mix(_ left: Int8, _ right: Int8, _ fraction: Int) -> Int {
    Int(left) * (1024 - fraction) + Int(right) * fraction
  }
}

/// Element by element, an extent of 1 repeated along the other term's.
struct ReferenceAddition: Kernel {
  let step: Addition

  func run(in memory: Memory) {
    let (left, right) = (memory.elements(step.inputs.left), memory.elements(step.inputs.right))
    let shape = step.outputShape
    let leftSteps = Self.steps(step.shapes.left)
    let rightSteps = Self.steps(step.shapes.right)
    var output = memory.elements(step.output)
    for picture in 0..<shape.batch {
      for row in 0..<shape.rows {
        for column in 0..<shape.columns {
          let leftPixel = left + leftSteps.offset(picture, row, column)
          let rightPixel = right + rightSteps.offset(picture, row, column)
          for channel in 0..<shape.channels {
            output[channel] = sum(leftPixel[channel * leftSteps.channel], rightPixel[channel * rightSteps.channel])
          }
          output += shape.channels
        }
      }
    }
  }

  @inline(__always)
  private func sum(_ left: Int8, _ right: Int8) -> Int8 {
    let first = step.multipliers.left((Int32(left) - step.zeroPoints.left) &<< Addition.headroom)
    let second = step.multipliers.right((Int32(right) - step.zeroPoints.right) &<< Addition.headroom)
    let scaled = step.multipliers.output(first &+ second) &+ step.zeroPoints.output
    return Int8(truncatingIfNeeded: min(max(scaled, step.range.lowerBound), step.range.upperBound))
  }

  /// Elements to the next along each dimension; 0 along those that are repeated.
  private struct Steps {
    let picture: Int
    let row: Int
    let column: Int
    let channel: Int

    @inline(__always)
    func offset(_ p: Int, _ r: Int, _ c: Int) -> Int { p * picture + r * row + c * column }
  }

  private static func steps(_ shape: ImageShape) -> Steps {
    Steps(
      picture: shape.batch == 1 ? 0 : shape.pictureStep, row: shape.rows == 1 ? 0 : shape.rowStep,
      column: shape.columns == 1 ? 0 : shape.channels, channel: shape.channels == 1 ? 0 : 1)
  }
}

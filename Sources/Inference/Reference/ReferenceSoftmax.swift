/// LiteRT's softmax for 8 bits: exponentials from a table in single precision, summed in order, scaled to 1/256 steps
/// and rounded half away from zero.
struct ReferenceSoftmax: Kernel {
  let step: Softmax

  func run(in memory: Memory) {
    var input = UnsafePointer(memory.elements(step.input))
    var output = memory.elements(step.output)
    // Safety: two elements of a row differ by 0 … 255, and the table has 256 entries.
    step.exponentials.withUnsafeBufferPointer { exponentials in
      for _ in 0..<step.rows {
        var largest = Int(Int8.min)
        for column in 0..<step.columns { largest = max(largest, Int(input[column])) }
        var sum: Float = 0
        for column in 0..<step.columns { sum += exponentials[largest - Int(input[column])] }
        let factor = 1 / (sum * (1 / 256))
        for column in 0..<step.columns {
          let steps = (exponentials[largest - Int(input[column])] * factor).rounded(.toNearestOrAwayFromZero)
          output[column] = Int8(clamping: Int(steps) - 128)
        }
        input += step.columns
        output += step.columns
      }
    }
  }
}

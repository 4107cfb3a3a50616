/// LiteRT's reference softmax for 8 bits, all in fixed point: exponentials, their sum's reciprocal, their product.
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
        var sum: Int32 = 0
        for column in 0..<step.columns {
          sum &+= FixedPoint.divide(exponentials[largest - Int(input[column])], byPowerOfTwo: 12)
        }
        let (factor, shift) = FixedPoint.reciprocal(of: sum)
        for column in 0..<step.columns {
          let share = FixedPoint.multiply(factor, exponentials[largest - Int(input[column])])
          // From 2⁻³¹ to 1/256 of the whole; a share of a sum above 2⁹ is less than half of that.
          output[column] = shift > 8 ? -128 : Int8(clamping: FixedPoint.divide(share, byPowerOfTwo: shift + 23) - 128)
        }
        input += step.columns
        output += step.columns
      }
    }
  }
}

/// DEQUANTIZE to float32: scale × (element − zero point), exact but for one rounding.
struct ReferenceDequantisation: Kernel {
  let step: Conversion

  func run(in memory: Memory) {
    let input = memory.bytes(step.input).assumingMemoryBound(to: UInt8.self)
    let output = memory.bytes(step.output).assumingMemoryBound(to: Float.self)
    for index in 0..<step.count {
      let element = step.isUnsigned ? Int32(input[index]) : Int32(Int8(bitPattern: input[index]))
      output[index] = step.scale * Float(element - step.zeroPoint)
    }
  }
}

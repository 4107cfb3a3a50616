/// QUANTIZE from float32: to the nearest step, half away from zero. Not-a-number becomes the zero point.
struct ReferenceQuantisation: Kernel {
  let step: Conversion

  func run(in memory: Memory) {
    let input = memory.bytes(step.input).assumingMemoryBound(to: Float.self)
    let output = memory.bytes(step.output).assumingMemoryBound(to: UInt8.self)
    for index in 0..<step.count {
      let steps = (input[index] / step.scale).rounded(.toNearestOrAwayFromZero)
      // Kept within what converts to an integer; the clamping below does the rest.
      let element = steps.isNaN ? step.zeroPoint : Int32(min(max(steps, -65536), 65536)) + step.zeroPoint
      output[index] = step.isUnsigned ? UInt8(clamping: element) : UInt8(bitPattern: Int8(clamping: element))
    }
  }
}

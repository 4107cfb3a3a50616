/// LiteRT's `QuantizedMeanOrSum`: sums first, then one multiplication that also divides.
struct ReferenceMean: Kernel {
  let step: Mean

  var scratchByteCount: Int { step.inner * MemoryLayout<Int32>.size }

  func run(in memory: Memory) {
    let sums = memory.scratch.bindMemory(to: Int32.self, capacity: step.inner)
    let offset = Int32(truncatingIfNeeded: Int(step.inputZeroPoint) * step.reduced)
    var input = UnsafePointer(memory.elements(step.input))
    var output = memory.elements(step.output)
    for _ in 0..<step.outer {
      sums.update(repeating: 0, count: step.inner)
      for _ in 0..<step.reduced {
        for index in 0..<step.inner { sums[index] &+= Int32(input[index]) }
        input += step.inner
      }
      for index in 0..<step.inner {
        output[index] = Int8(clamping: step.multiplier(sums[index] &- offset) &+ step.outputZeroPoint)
      }
      output += step.inner
    }
  }
}

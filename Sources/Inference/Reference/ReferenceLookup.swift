/// LOGISTIC and 8-bit QUANTIZE: one look into a table of 256 for each element.
struct ReferenceLookup: Kernel {
  let step: Lookup

  func run(in memory: Memory) {
    let input = memory.bytes(step.input).assumingMemoryBound(to: UInt8.self)
    let output = memory.bytes(step.output).assumingMemoryBound(to: UInt8.self)
    // Safety: the table has an entry for each value of a byte.
    step.table.withUnsafeBufferPointer { table in
      for index in 0..<step.count { output[index] = table[Int(input[index])] }
    }
  }
}

/// CONCATENATION: runs of bytes from each input in turn.
struct ReferenceConcatenation: Kernel {
  let step: Concatenation

  func run(in memory: Memory) {
    var output = memory.bytes(step.output)
    for position in 0..<step.outer {
      for index in step.inputs.indices {
        let run = step.runs[index]
        output.copyMemory(from: memory.bytes(step.inputs[index]) + position * run, byteCount: run)
        output += run
      }
    }
  }
}

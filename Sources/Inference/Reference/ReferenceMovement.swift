/// RESHAPE: the same bytes.
struct ReferenceCopy: Kernel {
  let step: Copy

  func run(in memory: Memory) {
    memory.bytes(step.output).copyMemory(from: memory.bytes(step.input), byteCount: step.byteCount)
  }
}

/// PAD: all filler first, then the input row by row.
struct ReferencePadding: Kernel {
  let step: Padding

  func run(in memory: Memory) {
    let (from, to, before) = (step.inputShape, step.outputShape, step.before)
    let (input, output) = (memory.elements(step.input), memory.elements(step.output))
    output.update(repeating: step.filler, count: to.count)
    for picture in 0..<from.batch {
      for row in 0..<from.rows {
        for column in 0..<from.columns {
          let source = picture * from.pictureStep + row * from.rowStep + column * from.channels
          let target =
            (picture + before.batch) * to.pictureStep + (row + before.rows) * to.rowStep
            + (column + before.columns) * to.channels + before.channels
          (output + target).update(from: input + source, count: from.channels)
        }
      }
    }
  }
}

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

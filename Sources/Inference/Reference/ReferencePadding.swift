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

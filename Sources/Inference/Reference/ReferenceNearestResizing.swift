/// Each pixel is the one input pixel that lies nearest.
struct ReferenceNearestResizing: Kernel {
  let step: Resizing

  func run(in memory: Memory) {
    let (from, channels) = (step.inputShape, step.inputShape.channels)
    let input = memory.elements(step.input)
    var output = memory.elements(step.output)
    for picture in 0..<from.batch {
      for row in step.rows {
        let source = input + picture * from.pictureStep + row.lower * from.rowStep
        for column in step.columns {
          output.update(from: source + column.lower * channels, count: channels)
          output += channels
        }
      }
    }
  }
}

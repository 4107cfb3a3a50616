/// AVERAGE_POOL_2D or MAX_POOL_2D, checked. Input and output share scale and zero point.
package struct Pooling: Sendable {
  package let input: Int
  package let output: Int
  package let inputShape: ImageShape
  package let outputShape: ImageShape
  package let window: Window
  package let range: ClosedRange<Int32>

  init(_ record: OperatorRecord) throws(NetworkError) {
    let options = try record.options()
    input = try record.activation(0).index
    let (output, result) = try record.output()
    inputShape = try record.image(0)
    let placed = try WindowOptions(
      rows: Int(options.integer(4, default: Int32(0))), columns: Int(options.integer(3, default: Int32(0))),
      rowStride: options.integer(2), columnStride: options.integer(1), padding: options.integer(0)
    ).placed(on: inputShape, record)
    outputShape = ImageShape(
      batch: inputShape.batch, rows: placed.rows, columns: placed.columns, channels: inputShape.channels)
    try record.expectOutput(outputShape.extents)
    try record.expectSameQuantisation(0)
    self.output = output
    window = placed.window
    range = try record.range(options.integer(5), result)
  }
}

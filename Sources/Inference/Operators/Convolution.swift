/// CONV_2D, DEPTHWISE_CONV_2D or FULLY_CONNECTED, checked: a fully connected layer is a 1×1 convolution.
package struct Convolution: Sendable {
  package let input: Int
  package let output: Int
  package let inputShape: ImageShape
  package let outputShape: ImageShape
  package let window: Window
  /// int8. Full: outputs × rows × columns × inputs. Depthwise: rows × columns × outputs, where output channel c sees
  /// input channel c / (outputs / inputs).
  package let weights: ArraySlice<UInt8>
  package let inputZeroPoint: Int32
  package let stage: OutputStage

  package init(
    input: Int, output: Int, inputShape: ImageShape, outputShape: ImageShape, window: Window,
    weights: ArraySlice<UInt8>, inputZeroPoint: Int32, stage: OutputStage
  ) {
    self.input = input
    self.output = output
    self.inputShape = inputShape
    self.outputShape = outputShape
    self.window = window
    self.weights = weights
    self.inputZeroPoint = inputZeroPoint
    self.stage = stage
  }
}

extension Convolution {
  /// Reads CONV_2D: weights are outputs × rows × columns × inputs, their scales along dimension 0.
  init(full record: OperatorRecord, _ allowance: inout Allowance) throws(NetworkError) {
    let options = try record.options()
    let picture = try record.image(0)
    let weights = try record.weights(1, rank: 4, channelDimension: 0)
    guard weights.shape[3] == picture.channels else {
      throw record.unsupported(
        "its weights see \(weights.shape[3]) channels where its input has \(picture.channels); "
          + "grouped convolution is not supported")
    }
    try self.init(
      record, weights, channels: weights.shape[0],
      sliding: WindowOptions(
        rows: weights.shape[1], columns: weights.shape[2], rowStride: options.integer(2),
        columnStride: options.integer(1),
        rowDilation: options.integer(5, default: 1), columnDilation: options.integer(4, default: 1),
        padding: options.integer(0)),
      activation: options.integer(3), &allowance)
  }

  /// Reads DEPTHWISE_CONV_2D: weights are 1 × rows × columns × outputs, their scales along dimension 3.
  init(depthwise record: OperatorRecord, _ allowance: inout Allowance) throws(NetworkError) {
    let options = try record.options()
    let picture = try record.image(0)
    let weights = try record.weights(1, rank: 4, channelDimension: 3)
    guard weights.shape[0] == 1, weights.shape[3].isMultiple(of: picture.channels) else {
      throw record.malformed("weights of shape \(weights.shape) do not fit an input of \(picture.channels) channels")
    }
    try self.init(
      record, weights, channels: weights.shape[3],
      sliding: WindowOptions(
        rows: weights.shape[1], columns: weights.shape[2], rowStride: options.integer(2),
        columnStride: options.integer(1),
        rowDilation: options.integer(6, default: 1), columnDilation: options.integer(5, default: 1),
        padding: options.integer(0)),
      activation: options.integer(4), &allowance)
  }

  /// Reads FULLY_CONNECTED: weights are outputs × inputs, with one scale or one an output.
  init(fullyConnected record: OperatorRecord, _ allowance: inout Allowance) throws(NetworkError) {
    let options = try record.options()
    guard try options.integer(1, default: Int8(0)) == 0 else {
      throw record.unsupported("its weights are shuffled; supported: weights in their plain order")
    }
    let (input, given) = try record.activation(0)
    let weights = try record.weights(1, rank: 2, channelDimension: 0)
    let (output, result) = try record.output()
    let (outputs, inputs) = (weights.shape[0], weights.shape[1])
    guard given.count.isMultiple(of: inputs) else {
      throw record.malformed("an input of shape \(given.shape) cannot be cut into rows of \(inputs)")
    }
    let rows = given.count / inputs
    let keepsShape = try options.flag(2)
    if keepsShape, given.shape.last != inputs {
      throw record.malformed("an input of shape \(given.shape) does not end in \(inputs), as its weights ask")
    }
    try record.expectOutput(keepsShape ? given.shape.dropLast() + [outputs] : [rows, outputs])
    self.input = input
    self.output = output
    inputShape = ImageShape(batch: 1, rows: 1, columns: rows, channels: inputs)
    outputShape = ImageShape(batch: 1, rows: 1, columns: rows, channels: outputs)
    window = Window(rows: 1, columns: 1)
    self.weights = weights.constant ?? []
    inputZeroPoint = Int32(given.zeroPoint)
    stage = try record.outputStage(
      weights, channels: outputs, isExact: true, range: record.range(options.integer(0), result),
      &allowance)
  }

  private init(
    _ record: OperatorRecord, _ weights: Tensor, channels: Int, sliding options: WindowOptions, activation: Int8,
    _ allowance: inout Allowance
  ) throws(NetworkError) {
    let (input, given) = try record.activation(0)
    let (output, result) = try record.output()
    inputShape = try record.image(0)
    let placed = try options.placed(on: inputShape, record)
    outputShape = ImageShape(
      batch: inputShape.batch, rows: placed.rows, columns: placed.columns, channels: channels)
    try record.expectOutput(outputShape.extents)
    self.input = input
    self.output = output
    window = placed.window
    self.weights = weights.constant ?? []
    inputZeroPoint = Int32(given.zeroPoint)
    stage = try record.outputStage(
      weights, channels: channels, isExact: false, range: record.range(activation, result), &allowance)
  }
}

/// One operator of a network, checked and made ready: tensors by index, everything else as the numbers that kernels need.
package enum Step: Sendable {
  case convolution(Convolution)
  case depthwiseConvolution(Convolution)
  case addition(Addition)
  case averagePooling(Pooling)
  case maximumPooling(Pooling)
  case mean(Mean)
  case padding(Padding)
  case copy(Copy)
  case concatenation(Concatenation)
  case lookup(Lookup)
  case softmax(Softmax)
  case quantisation(Conversion)
  case dequantisation(Conversion)
  case nearestResizing(Resizing)
  case bilinearResizing(Resizing)

  init(_ record: OperatorRecord, _ allowance: inout Allowance) throws(NetworkError) {
    switch record.code {
    case .conv2D: self = .convolution(try Convolution(full: record, &allowance))
    case .depthwiseConv2D: self = .depthwiseConvolution(try Convolution(depthwise: record, &allowance))
    case .fullyConnected: self = .convolution(try Convolution(fullyConnected: record, &allowance))
    case .add: self = .addition(try Addition(record))
    case .averagePool2D: self = .averagePooling(try Pooling(record))
    case .maxPool2D: self = .maximumPooling(try Pooling(record))
    case .mean: self = .mean(try Mean(record))
    case .pad: self = .padding(try Padding(record))
    case .reshape: self = .copy(try Copy(record))
    case .concatenation: self = .concatenation(try Concatenation(record, &allowance))
    case .logistic: self = .lookup(try Lookup(logistic: record, &allowance))
    case .softmax: self = .softmax(try Softmax(record, &allowance))
    case .dequantize: self = .dequantisation(try Conversion(dequantisation: record))
    case .resizeNearestNeighbor: self = .nearestResizing(try Resizing(nearest: record, &allowance))
    case .resizeBilinear: self = .bilinearResizing(try Resizing(bilinear: record, &allowance))
    case .quantize:
      let isFloat = try record.operand(0, anyOf: [.float32, .int8, .uint8]).tensor.type == .float32
      self =
        isFloat
        ? .quantisation(try Conversion(quantisation: record))
        : .lookup(try Lookup(requantisation: record, &allowance))
    }
  }

  /// The tensors it reads while running; weights are not among them.
  package var reads: [Int] {
    switch self {
    case .convolution(let step), .depthwiseConvolution(let step): [step.input]
    case .addition(let step): [step.inputs.left, step.inputs.right]
    case .averagePooling(let step), .maximumPooling(let step): [step.input]
    case .mean(let step): [step.input]
    case .padding(let step): [step.input]
    case .copy(let step): [step.input]
    case .concatenation(let step): step.inputs
    case .lookup(let step): [step.input]
    case .softmax(let step): [step.input]
    case .quantisation(let step), .dequantisation(let step): [step.input]
    case .nearestResizing(let step), .bilinearResizing(let step): [step.input]
    }
  }

  /// The tensor it fills.
  package var writes: Int {
    switch self {
    case .convolution(let step), .depthwiseConvolution(let step): step.output
    case .addition(let step): step.output
    case .averagePooling(let step), .maximumPooling(let step): step.output
    case .mean(let step): step.output
    case .padding(let step): step.output
    case .copy(let step): step.output
    case .concatenation(let step): step.output
    case .lookup(let step): step.output
    case .softmax(let step): step.output
    case .quantisation(let step), .dequantisation(let step): step.output
    case .nearestResizing(let step), .bilinearResizing(let step): step.output
    }
  }

  /// Products of an activation and a weight that one run forms, padding counted as if it were picture.
  package var multiplications: Int {
    let (step, inputsPerOutput): (Convolution, Int)
    switch self {
    case .convolution(let convolution): (step, inputsPerOutput) = (convolution, convolution.inputShape.channels)
    case .depthwiseConvolution(let convolution): (step, inputsPerOutput) = (convolution, 1)
    default: return 0
    }
    // Factors up to 2²⁸ each; a file can ask for more than 64 bits hold.
    let (perOutput, overflow) = (step.window.rows * step.window.columns)
      .multipliedReportingOverflow(by: inputsPerOutput)
    let (all, overflows) = step.outputShape.count.multipliedReportingOverflow(by: perOutput)
    return overflow || overflows ? .max : all
  }
}

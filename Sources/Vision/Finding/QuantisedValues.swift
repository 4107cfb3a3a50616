import Inference

/// What a network's output says: int8 elements, and the tensor that gives them their meaning.
struct QuantisedValues {
  let elements: [Int8]
  let scale: Float
  let zeroPoint: Int

  init(_ elements: [Int8], scale: Float, zeroPoint: Int) {
    self.elements = elements
    self.scale = scale
    self.zeroPoint = zeroPoint
  }

  /// Takes the elements of an output as the last run left them.
  init(output index: Int, of interpreter: Interpreter) {
    let tensor = interpreter.network.outputs[index]
    self.init(interpreter.withOutput(index) { Array($0) }, scale: tensor.scale, zeroPoint: tensor.zeroPoint)
  }

  subscript(index: Int) -> Float { scale * Float(Int(elements[index]) - zeroPoint) }
}

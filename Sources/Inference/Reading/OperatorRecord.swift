/// One operator of the file with the tensors it names, and the questions that its preparation asks of them.
struct OperatorRecord {
  /// Such as `operator 3 (CONV_2D)`.
  let place: String
  let code: OperatorCode
  /// Tensors by index; −1 where an optional input is left out.
  let inputs: [Int]
  let outputs: [Int]
  let optionsTable: FlatTable?
  let tensors: [Tensor?]

  typealias Operand = (index: Int, tensor: Tensor)

  var inputCount: Int { inputs.count }

  func malformed(_ problem: String) -> NetworkError { NetworkError(.malformed, at: place, problem) }
  func unsupported(_ problem: String) -> NetworkError { NetworkError(.unsupported, at: place, problem) }

  func options() throws(NetworkError) -> FlatTable {
    guard let optionsTable else { throw malformed("its options are missing") }
    return optionsTable
  }

  func has(_ position: Int) -> Bool { inputs.indices.contains(position) && inputs[position] >= 0 }
  func isConstant(_ position: Int) -> Bool { has(position) && tensors[inputs[position]]?.constant != nil }

  /// Input `position`, whose elements must be of one of `types`.
  func operand(_ position: Int, anyOf types: [ElementType]) throws(NetworkError) -> Operand {
    guard has(position), let tensor = tensors[inputs[position]] else { throw malformed("input \(position) is missing") }
    try expect(tensor, "input \(position)", anyOf: types)
    return (inputs[position], tensor)
  }

  /// An 8-bit input with one scale.
  func quantised(_ position: Int) throws(NetworkError) -> Operand {
    let operand = try operand(position, anyOf: [.int8, .uint8])
    try expectOneScale(operand.tensor, "input \(position)")
    return operand
  }

  /// An int8 input with one scale.
  func activation(_ position: Int) throws(NetworkError) -> Operand {
    let operand = try operand(position, anyOf: [.int8])
    try expectOneScale(operand.tensor, "input \(position)")
    return operand
  }

  /// The output, int8 with one scale unless `types` allow others.
  func output(anyOf types: [ElementType] = [.int8]) throws(NetworkError) -> Operand {
    guard outputs.count == 1, let tensor = tensors[outputs[0]] else { throw malformed("it must have one output") }
    try expect(tensor, "its output", anyOf: types)
    if tensor.type != .float32 { try expectOneScale(tensor, "its output") }
    return (outputs[0], tensor)
  }

  /// Input `position` as pictures.
  func image(_ position: Int) throws(NetworkError) -> ImageShape {
    let (_, tensor) = try activation(position)
    guard tensor.shape.count == 4, let shape = ImageShape(extending: tensor.shape) else {
      throw malformed("input \(position) has shape \(tensor.shape); it must be batch × rows × columns × channels")
    }
    return shape
  }

  /// Constant int8 weights, symmetric, with one scale or one for each index of `channelDimension`.
  func weights(_ position: Int, rank: Int, channelDimension: Int) throws(NetworkError) -> Tensor {
    let (_, tensor) = try operand(position, anyOf: [.int8])
    guard tensor.constant != nil else { throw unsupported("weights computed by the network; supported: constants") }
    guard tensor.shape.count == rank else {
      throw malformed("weights of shape \(tensor.shape); they must have \(rank) dimensions")
    }
    guard tensor.zeroPoints.allSatisfy({ $0 == 0 }) else {
      throw unsupported("weights whose zero point is not 0; supported: symmetric weights")
    }
    let channels = tensor.shape[channelDimension]
    guard tensor.scales.count == 1 || tensor.scales.count == channels else {
      throw malformed("\(tensor.scales.count) weight scales; there must be 1, or \(channels) as channels")
    }
    guard tensor.scales.count == 1 || tensor.channelDimension == channelDimension else {
      throw malformed(
        "weight scales along dimension \(tensor.channelDimension); they must lie along \(channelDimension)")
    }
    return tensor
  }

  /// The values of a constant int32 or int64 input of at most 16 elements, such as a shape.
  func integers(_ position: Int) throws(NetworkError) -> [Int] {
    let (_, tensor) = try operand(position, anyOf: [.int32, .int64])
    guard let bytes = tensor.constant else {
      throw unsupported("input \(position) is computed by the network; supported: constants")
    }
    guard tensor.count <= 16 else { throw malformed("input \(position) has \(tensor.count) values") }
    return bytes.withUnsafeBytes { raw in
      (0..<tensor.count).map { index in
        tensor.type == .int32
          ? Int(Int32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * index, as: Int32.self)))
          : Int(Int64(littleEndian: raw.loadUnaligned(fromByteOffset: 8 * index, as: Int64.self)))
      }
    }
  }

  /// Bias and factors for `channels` sums of input 0 × `weights`, with input 2, where there is one, as the bias;
  /// `isExact` chooses the form of the factors.
  func outputStage(
    _ weights: Tensor, channels: Int, isExact: Bool, range: ClosedRange<Int32>, _ allowance: inout Allowance
  ) throws(NetworkError) -> OutputStage {
    try allowance.spend(channels * 16, at: place)
    var bias = Array(repeating: Int32(0), count: channels)
    if has(2) {
      let (_, tensor) = try operand(2, anyOf: [.int32])
      guard let bytes = tensor.constant else { throw unsupported("a computed bias; supported: constants") }
      guard tensor.count == channels else {
        throw malformed("a bias of shape \(tensor.shape) for \(channels) channels")
      }
      guard tensor.zeroPoints.allSatisfy({ $0 == 0 }) else {
        throw unsupported("a bias whose zero point is not 0; supported: 0")
      }
      bias = bytes.withUnsafeBytes { raw in
        (0..<channels).map {
          Int32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self))
        }
      }
    }
    let (given, result) = (try activation(0).tensor, try output().tensor)
    var (multipliers, factors) = ([FixedPointMultiplier](), [Double]())
    for channel in 0..<channels {
      let scale = weights.scales[weights.scales.count == 1 ? 0 : channel]
      let factor = Double(given.scale) * Double(scale) / Double(result.scale)
      guard let multiplier = FixedPointMultiplier(factor) else {
        throw unsupported("channel \(channel): its output's scale is too small beside input's × weight's")
      }
      if isExact { factors.append(factor) } else { multipliers.append(multiplier) }
    }
    return OutputStage(
      bias: bias, factors: isExact ? .exact(factors) : .fixedPoint(multipliers), zeroPoint: Int32(result.zeroPoint),
      range: range)
  }

  /// The elements that the schema's fused activation `code` leaves in `result`.
  func range(_ code: Int8, _ result: Tensor) throws(NetworkError) -> ClosedRange<Int32> {
    func element(_ value: Float) -> Int32 {
      let steps = (value / result.scale).rounded(.toNearestOrAwayFromZero)
      return Int32(min(max(steps, -512), 512)) + Int32(result.zeroPoint)
    }
    switch code {
    case 0: return -128...127
    case 1: return max(element(0), -128)...127
    case 2: return max(element(-1), -128)...min(element(1), 127)
    case 3: return max(element(0), -128)...min(element(6), 127)
    default:
      throw unsupported("fused activation \(code); supported: NONE (0), RELU (1), RELU_N1_TO_1 (2), RELU6 (3)")
    }
  }

  func expectOutput(_ shape: some Sequence<Int>) throws(NetworkError) {
    let result = try output(anyOf: [.int8, .uint8, .float32]).tensor
    let computed = Array(shape)
    guard result.shape == computed else {
      throw malformed("its output's shape is \(computed), but the file says \(result.shape)")
    }
  }

  /// The specification asks this of operators that only move or choose elements.
  func expectSameQuantisation(_ position: Int) throws(NetworkError) {
    let (given, result) = (try activation(position).tensor, try output().tensor)
    guard given.scale == result.scale, given.zeroPoint == result.zeroPoint else {
      throw unsupported("input \(position) and output differ in scale or zero point; supported: the same")
    }
  }

  /// The specification fixes how probabilities are quantised.
  func expectProbabilities(_ result: Tensor) throws(NetworkError) {
    guard result.scale == 1 / 256, result.zeroPoint == -128 else {
      throw unsupported("an output of scale \(result.scale), zero point \(result.zeroPoint); supported: 1/256 and -128")
    }
  }

  private func expect(_ tensor: Tensor, _ role: String, anyOf types: [ElementType]) throws(NetworkError) {
    guard types.contains(tensor.type) else {
      let names = types.map { "\($0)" }.joined(separator: ", ")
      throw unsupported("\(role) (\"\(tensor.name)\") is \(tensor.type); supported: \(names)")
    }
  }

  private func expectOneScale(_ tensor: Tensor, _ role: String) throws(NetworkError) {
    guard tensor.scales.count == 1, tensor.scale > 0 else {
      throw unsupported(
        "\(role) (\"\(tensor.name)\") has \(tensor.scales.count) scales; supported: one, greater than 0")
    }
  }
}

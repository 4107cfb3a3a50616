/// Reads a .tflite file (identifier TFL3, schema version 3): its first subgraph, and of that what this engine runs.
///
/// Slots are those of `tensorflow/lite/schema/schema.fbs`: a table's fields numbered from 0 in order of declaration.
struct NetworkReader {
  private let model: FlatTable
  private let subgraph: FlatTable
  private var allowance = Allowance()

  init(bytes: [UInt8]) throws(NetworkError) {
    model = try FlatBuffer(bytes: bytes).root(identifier: "TFL3")
    let version: UInt32 = try model.integer(0)
    guard version == 3 else {
      throw NetworkError(.unsupported, at: "file", "schema version \(version); supported: 3")
    }
    let subgraphs = try model.vector(2, elementSize: 4)
    guard subgraphs.count >= 1 else { throw NetworkError(.malformed, at: "file", "it holds no subgraph") }
    subgraph = try subgraphs.table(0)
  }

  mutating func read() throws(NetworkError) -> Network {
    let operators = try readOperators()
    let inputs = try indices(of: subgraph, slot: 1, at: "subgraph inputs")
    let outputs = try indices(of: subgraph, slot: 2, at: "subgraph outputs")
    let tensors = try readTensors(used: operators, inputs, outputs)
    guard !outputs.isEmpty else { throw NetworkError(.malformed, at: "subgraph", "it has no output") }

    var isReady = tensors.map { $0?.constant != nil }
    for input in inputs {
      guard !isReady[input] else {
        throw NetworkError(
          .malformed, at: "tensor \(input)", "an input is a constant, or stands twice among the inputs")
      }
      isReady[input] = true
    }
    var steps: [Step] = []
    for found in operators {
      let record = OperatorRecord(
        place: found.place, code: found.code, inputs: found.inputs, outputs: found.outputs, optionsTable: found.options,
        tensors: tensors)
      if let early = record.inputs.first(where: { $0 >= 0 && !isReady[$0] }) {
        throw record.malformed("it reads tensor \(early), which nothing before it fills")
      }
      let step = try Step(record, &allowance)
      guard !isReady[step.writes] else { throw record.malformed("tensor \(step.writes) is filled twice") }
      isReady[step.writes] = true
      steps.append(step)
    }
    if let missing = outputs.first(where: { !isReady[$0] }) {
      throw NetworkError(.malformed, at: "tensor \(missing)", "an output that nothing fills")
    }
    return Network(
      summary: try text(model, slot: 3), tensors: tensors.map { $0 ?? .unused }, inputIndices: inputs,
      outputIndices: outputs, steps: steps,
      plan: try MemoryPlan(tensors: tensors, inputs: inputs, outputs: outputs, steps: steps))
  }

  // MARK: Operators

  private struct FoundOperator {
    let place: String
    let code: OperatorCode
    let inputs: [Int]
    let outputs: [Int]
    let options: FlatTable?
  }

  /// The operators in the order they run, with their kinds and versions checked.
  private mutating func readOperators() throws(NetworkError) -> [FoundOperator] {
    let codes = try model.vector(1, elementSize: 4)
    let operators = try subgraph.vector(3, elementSize: 4)
    guard operators.count <= Limits.operators else {
      throw NetworkError(.tooLarge, at: "subgraph", "\(operators.count) operators; at most \(Limits.operators)")
    }
    var found: [FoundOperator] = []
    for index in 0..<operators.count {
      let table = try operators.table(index)
      let kind = Int(try table.integer(0, default: UInt32(0)))
      guard kind < codes.count else {
        throw NetworkError(.malformed, at: "operator \(index)", "kind \(kind) of \(codes.count)")
      }
      let code = try operatorCode(codes.table(kind), index)
      let place = "operator \(index) (\(code.name))"
      let optionsType: UInt8 = try table.integer(3)
      if let expected = code.optionsType, optionsType != expected {
        throw NetworkError(.malformed, at: place, "options of type \(optionsType) where \(expected) belongs")
      }
      found.append(
        FoundOperator(
          place: place, code: code, inputs: try indices(of: table, slot: 1, at: place, optional: true),
          outputs: try indices(of: table, slot: 2, at: place),
          options: code.optionsType == nil ? nil : try table.table(4)))
    }
    return found
  }

  /// Which operator it is: old files have the number in a byte, newer ones in a word, and the larger counts.
  private mutating func operatorCode(_ table: FlatTable, _ index: Int) throws(NetworkError) -> OperatorCode {
    let number = max(Int32(try table.integer(0, default: Int8(0))), try table.integer(3, default: Int32(0)))
    let version: Int32 = try table.integer(2, default: 1)
    guard let code = OperatorCode(rawValue: number) else {
      let custom = number == 32 ? " \"\(try text(table, slot: 1))\"" : ""
      throw NetworkError(
        .unsupported, at: "operator \(index) (\(OperatorName.of(number))\(custom))",
        "not supported; supported: \(OperatorCode.allCases.map(\.name).sorted().joined(separator: ", "))")
    }
    guard (1...code.newestVersion).contains(version) else {
      throw NetworkError(
        .unsupported, at: "operator \(index) (\(code.name))",
        "version \(version); supported: 1 to \(code.newestVersion)")
    }
    return code
  }

  /// Tensor indices, each checked against the number of tensors; −1 only where inputs may be left out.
  private mutating func indices(
    of table: FlatTable, slot: Int, at place: String, optional: Bool = false
  ) throws(NetworkError) -> [Int] {
    let count = try subgraph.vector(0, elementSize: 4).count
    let vector = try table.vector(slot, elementSize: 4)
    try allowance.spend(8 * vector.count, at: place)
    var indices: [Int] = []
    for position in 0..<vector.count {
      let index = Int(try vector.integer(position, as: Int32.self))
      guard (optional && index == -1) || (0..<count).contains(index) else {
        throw NetworkError(.malformed, at: place, "tensor \(index) of \(count)")
      }
      indices.append(index)
    }
    return indices
  }

  // MARK: Tensors

  /// The tensors that anything uses; nil for the others, which may be whatever they like.
  private mutating func readTensors(
    used operators: [FoundOperator], _ inputs: [Int], _ outputs: [Int]
  ) throws(NetworkError) -> [Tensor?] {
    let tables = try subgraph.vector(0, elementSize: 4)
    guard tables.count <= Limits.tensors else {
      throw NetworkError(.tooLarge, at: "subgraph", "\(tables.count) tensors; at most \(Limits.tensors)")
    }
    var users: [String?] = Array(repeating: nil, count: tables.count)
    for index in inputs + outputs { users[index] = "subgraph" }
    for found in operators.reversed() {
      for index in found.inputs + found.outputs where index >= 0 { users[index] = found.place }
    }
    var tensors: [Tensor?] = []
    for (index, user) in users.enumerated() {
      guard let user else {
        tensors.append(nil)
        continue
      }
      let table = try tables.table(index)
      let name = try text(table, slot: 3)
      tensors.append(try readTensor(table, name: name, at: "\(user), tensor \(index) \(name.debugDescription)"))
    }
    return tensors
  }

  private mutating func readTensor(
    _ table: FlatTable, name: String, at place: String
  ) throws(NetworkError) -> Tensor {
    let typeNumber: Int8 = try table.integer(1)
    guard let type = ElementType(rawValue: typeNumber) else {
      throw NetworkError(
        .unsupported, at: place,
        "\(ElementType.name(of: typeNumber)) elements; supported: int8, at the edges also uint8 and float32")
    }
    if try table.flag(5) {
      throw NetworkError(.unsupported, at: place, "a variable; supported: constants, activations")
    }
    if try table.table(6) != nil { throw NetworkError(.unsupported, at: place, "sparse; supported: dense") }
    let shape = try readShape(table, at: place)
    let (scales, zeroPoints, dimension) = try readQuantisation(table.table(4), shape, type, at: place)
    return Tensor(
      name: name, shape: shape, type: type, scales: scales, zeroPoints: zeroPoints, channelDimension: dimension,
      constant: try readConstant(table, byteCount: shape.reduce(type.size, *), at: place))
  }

  private func readShape(_ table: FlatTable, at place: String) throws(NetworkError) -> [Int] {
    let extents = try table.vector(0, elementSize: 4)
    guard extents.count <= Limits.dimensions else {
      throw NetworkError(.unsupported, at: place, "\(extents.count) dimensions; supported: \(Limits.dimensions)")
    }
    var (shape, count) = ([Int](), 1)
    for index in 0..<extents.count {
      let extent = Int(try extents.integer(index, as: Int32.self))
      guard extent >= 1 else {
        throw NetworkError(.unsupported, at: place, "an extent of \(extent); supported: fixed extents of 1 or more")
      }
      shape.append(extent)
      // No overflow: both factors are below 2³¹, as the line after keeps them.
      count *= extent
      guard count <= Limits.elements else {
        throw NetworkError(.tooLarge, at: place, "more than \(Limits.elements) elements")
      }
    }
    return shape
  }

  private mutating func readQuantisation(
    _ table: FlatTable?, _ shape: [Int], _ type: ElementType, at place: String
  ) throws(NetworkError) -> (scales: [Float], zeroPoints: [Int32], dimension: Int) {
    guard let table else { return ([], [], 0) }
    let scaleBits = try table.vector(2, elementSize: 4)
    let points = try table.vector(3, elementSize: 8)
    let dimension = Int(try table.integer(6, default: Int32(0)))
    guard scaleBits.count > 0 else { return ([], [], 0) }
    let isOneForEach = shape.indices.contains(dimension) && scaleBits.count == shape[dimension]
    guard scaleBits.count == 1 || isOneForEach else {
      throw NetworkError(
        .malformed, at: place, "\(scaleBits.count) scales along dimension \(dimension) of shape \(shape)")
    }
    guard points.count == 0 || points.count == scaleBits.count else {
      throw NetworkError(.malformed, at: place, "\(scaleBits.count) scales but \(points.count) zero points")
    }
    try allowance.spend(8 * scaleBits.count, at: place)
    let allowed: ClosedRange<Int64> = type == .int8 ? -128...127 : type == .uint8 ? 0...255 : 0...0
    var (scales, zeroPoints) = ([Float](), [Int32]())
    for index in 0..<scaleBits.count {
      let scale = Float(bitPattern: try scaleBits.integer(index))
      let zeroPoint = points.count == 0 ? 0 : try points.integer(index, as: Int64.self)
      guard scale >= 0, scale.isFinite else {
        throw NetworkError(.malformed, at: place, "a scale of \(scale); scales are finite and not negative")
      }
      guard allowed.contains(zeroPoint) else {
        throw NetworkError(
          .unsupported, at: place, "a zero point of \(zeroPoint); supported for \(type): \(allowed)")
      }
      scales.append(scale)
      zeroPoints.append(Int32(zeroPoint))
    }
    return (scales, zeroPoints, dimension)
  }

  /// The bytes that a constant's buffer holds; nil for an activation, whose buffer is empty.
  private func readConstant(
    _ table: FlatTable, byteCount: Int, at place: String
  ) throws(NetworkError) -> ArraySlice<UInt8>? {
    let buffers = try model.vector(4, elementSize: 4)
    let index = Int(try table.integer(2, default: UInt32(0)))
    guard index < buffers.count else {
      throw NetworkError(.malformed, at: place, "buffer \(index) of \(buffers.count)")
    }
    let buffer = try buffers.table(index)
    guard try buffer.integer(1, default: UInt64(0)) <= 1, try table.integer(10, default: UInt32(0)) == 0 else {
      throw NetworkError(.unsupported, at: place, "data outside the file's tables; supported: data within them")
    }
    let data = try buffer.vector(0, elementSize: 1)
    if data.count == 0 { return nil }
    guard data.count == byteCount else {
      throw NetworkError(.malformed, at: place, "\(data.count) bytes of data; its shape asks for \(byteCount)")
    }
    return data.bytes
  }

  /// At most 200 bytes of the string in `slot`; what is not UTF-8 is replaced.
  private mutating func text(_ table: FlatTable, slot: Int) throws(NetworkError) -> String {
    let bytes = try table.vector(slot, elementSize: 1).bytes.prefix(200)
    try allowance.spend(bytes.count, at: "file")
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// CONCATENATION, checked: for each of `outer` positions, one run of bytes from every input in turn.
package struct Concatenation: Sendable {
  package let inputs: [Int]
  package let output: Int
  package let outer: Int
  /// Bytes that each input contributes to a position.
  package let runs: [Int]

  init(_ record: OperatorRecord, _ allowance: inout Allowance) throws(NetworkError) {
    let options = try record.options()
    let (output, result) = try record.output()
    guard try options.integer(1, default: Int8(0)) == 0 else {
      throw record.unsupported("a fused activation; supported: none")
    }
    let stated = Int(try options.integer(0, default: Int32(0)))
    let axis = stated < 0 ? stated + result.shape.count : stated
    guard result.shape.indices.contains(axis) else {
      throw record.malformed("dimension \(stated) of an output of shape \(result.shape)")
    }
    try allowance.spend(record.inputCount * 16, at: record.place)
    let inner = result.shape[(axis + 1)...].reduce(1, *)
    var (inputs, runs, joined) = ([Int](), [Int](), 0)
    for position in 0..<record.inputCount {
      let (index, part) = try record.activation(position)
      var shape = result.shape
      shape[axis] = part.shape.indices.contains(axis) ? part.shape[axis] : 0
      guard part.shape == shape else {
        throw record.malformed("input \(position) of shape \(part.shape) does not fit an output of \(result.shape)")
      }
      try record.expectSameQuantisation(position)
      joined += shape[axis]
      inputs.append(index)
      runs.append(shape[axis] * inner)
    }
    guard joined == result.shape[axis] else {
      throw record.malformed("its inputs make \(joined) along dimension \(axis), its output says \(result.shape[axis])")
    }
    self.inputs = inputs
    self.output = output
    self.runs = runs
    outer = result.shape[..<axis].reduce(1, *)
  }
}

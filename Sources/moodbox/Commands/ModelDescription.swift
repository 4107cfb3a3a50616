import Hub
import Inference

/// `model show`
struct ModelDescription: ModelAction {
  private let file: String
  private let json: Bool

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(words, flags: ["json"])
    try arguments.expectOperands(1...1, named: "a network's file")
    file = arguments.operands[0]
    json = arguments.has("json")
  }

  func run() throws {
    let network = try Networks.network(at: file)
    if json {
      Terminal.print(description(of: network).text)
      return
    }
    Terminal.print(network.summary.isEmpty ? file : "\(file): \(network.summary)")
    for (index, step) in network.steps.enumerated() {
      let output = network.tensors[step.writes]
      Terminal.print(
        "\(padded("\(index)", 4))  \(padded(step.name, -24))  \(padded(shape(output), -16))  "
          + "\(padded("\(step.multiplications)", 9)) MAC")
    }
    for tensor in network.inputs { Terminal.print("input   \(line(tensor))") }
    for tensor in network.outputs { Terminal.print("output  \(line(tensor))") }
    Terminal.print(
      "\(network.multiplications) multiplications, \(network.plan.byteCount) bytes of working memory")
  }

  private func description(of network: Network) -> JSONValue {
    .object([
      "file": .string(file), "summary": .string(network.summary),
      "operators": .array(
        network.steps.map { step in
          .object([
            "name": .string(step.name), "output": .string(shape(network.tensors[step.writes])),
            "multiplications": .number(Double(step.multiplications)),
          ])
        }),
      "inputs": .array(network.inputs.map(json)), "outputs": .array(network.outputs.map(json)),
      "multiplications": .number(Double(network.multiplications)),
      "arena_bytes": .number(Double(network.plan.byteCount)),
    ])
  }

  private func json(_ tensor: Tensor) -> JSONValue {
    .object([
      "name": .string(tensor.name), "shape": .array(tensor.shape.map { .number(Double($0)) }),
      "scale": .number(Double(tensor.scale)), "zero_point": .number(Double(tensor.zeroPoint)),
    ])
  }

  private func line(_ tensor: Tensor) -> String {
    "\(padded(shape(tensor), -16))  scale \(tensor.scale), zero point \(tensor.zeroPoint)  \(tensor.name)"
  }

  private func shape(_ tensor: Tensor) -> String { tensor.shape.map(String.init).joined(separator: "×") }
}

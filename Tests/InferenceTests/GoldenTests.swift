import Inference
import Testing

@Suite("Golden tensors")
struct GoldenTests {
  @Test("give LiteRT's bits for every operator", arguments: Files.golden, implementations)
  func golden(_ name: String, _ kernels: any Kernels) throws {
    try compare(Network(bytes: Files.network(golden: name)), Files.tensors(name), kernels)
  }

  /// Fails for a network that was trained anew until `Models/oracle/run whole` has written its tensors.
  @Test("give LiteRT's bits for the product's networks", arguments: Files.whole, implementations)
  func whole(_ name: String, _ kernels: any Kernels) throws {
    try compare(Network(bytes: Files.network(whole: name)), Files.tensors("whole-\(name)"), kernels)
  }

  @Test("cover every operator that the engine runs")
  func coverage() {
    let kinds = Set(Files.golden.map { $0.split(separator: "-").dropLast().joined(separator: "-") })
    #expect(kinds.count == 19, "\(kinds.sorted())")
  }

  private func compare(_ network: Network, _ tensors: [UInt8], _ kernels: any Kernels) throws {
    let interpreter = Interpreter(network, kernels: kernels)
    let setSize = (network.inputs + network.outputs).reduce(0) { $0 + $1.byteCount }
    try #require(!tensors.isEmpty && tensors.count.isMultiple(of: setSize))
    var rest = tensors[...]
    while !rest.isEmpty {
      for index in network.inputs.indices {
        interpreter.withInputBytes(index) { $0.copyBytes(from: rest.prefix($0.count)) }
        rest = rest.dropFirst(network.inputs[index].byteCount)
      }
      interpreter.run()
      for index in network.outputs.indices {
        let expected = Array(rest.prefix(network.outputs[index].byteCount))
        rest = rest.dropFirst(expected.count)
        #expect(interpreter.withOutputBytes(index) { Array($0) } == expected, "output \(index)")
      }
    }
  }
}

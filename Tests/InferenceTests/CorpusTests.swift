import Inference
import Testing

/// What an hour of fuzzing found worth keeping: files that reach different places of the reader (`deploy/keep-corpus`).
@Suite("The fuzzer's corpus")
struct CorpusTests {
  @Test("is read or refused, and what is read gives the same bits whatever kernels run it")
  func corpus() throws {
    let files = try Files.corpus()
    #expect(files.count > 100)
    var ran = 0
    for (index, bytes) in files.enumerated() {
      guard let network = try? Network(bytes: bytes) else { continue }
      // What would take long is legal too, and is not run here.
      guard network.multiplications < 300_000, network.plan.byteCount < 1_000_000 else { continue }
      ran += 1
      let expected = outputs(of: network, ReferenceKernels())
      for kernels in implementations.dropFirst() {
        #expect(outputs(of: network, kernels) == expected, "file \(index), \(kernels.name)")
      }
    }
    #expect(ran > 10, "some of them are sound")
  }

  private func outputs(of network: Network, _ kernels: any Kernels) -> [[UInt8]] {
    let interpreter = Interpreter(network, kernels: kernels)
    for index in network.inputs.indices {
      interpreter.withInputBytes(index) { bytes in
        for place in bytes.indices { bytes[place] = UInt8(truncatingIfNeeded: (place &* 2_654_435_761) &>> 13) }
      }
    }
    interpreter.run()
    return network.outputs.indices.map { interpreter.withOutputBytes($0) { Array($0) } }
  }
}

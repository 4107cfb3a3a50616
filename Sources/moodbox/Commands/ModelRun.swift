import FoundationEssentials
import Inference

/// `model run`
struct ModelRun: ModelAction {
  private let jobs: [(network: String, inputs: String, outputs: String)]

  init(_ words: some Sequence<String>) throws {
    let files = try Arguments(words).operands
    guard !files.isEmpty, files.count.isMultiple(of: 3) else {
      throw UsageError("give a network's file, a file of inputs and one for outputs, as often as you like")
    }
    jobs = stride(from: 0, to: files.count, by: 3).map { (files[$0], files[$0 + 1], files[$0 + 2]) }
  }

  func run() throws {
    for job in jobs {
      let outputs = try outputs(
        of: try Networks.network(at: job.network), for: try InputFile.bytes(job.inputs), job.inputs)
      do {
        try Data(outputs).write(to: URL(filePath: job.outputs))
      } catch {
        throw Failure("\(job.outputs): cannot be written")
      }
    }
  }

  /// Outputs for each set of inputs, one set after the other.
  private func outputs(of network: Network, for given: [UInt8], _ file: String) throws -> [UInt8] {
    let size = network.inputs.reduce(0) { $0 + $1.byteCount }
    guard size > 0, given.count.isMultiple(of: size) else {
      throw Failure("\(file): \(given.count) bytes are not a number of sets of \(size)")
    }
    let interpreter = Interpreter(network, kernels: try Networks.kernels())
    var results: [UInt8] = []
    var rest = given[...]
    while !rest.isEmpty {
      for index in network.inputs.indices {
        interpreter.withInputBytes(index) { bytes in
          bytes.copyBytes(from: rest.prefix(bytes.count))
          rest = rest.dropFirst(bytes.count)
        }
      }
      interpreter.run()
      for index in network.outputs.indices { interpreter.withOutputBytes(index) { results.append(contentsOf: $0) } }
    }
    return results
  }
}

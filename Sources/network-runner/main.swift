import FoundationEssentials
import Glibc
import Inference

/// Runs a network over raw tensors, for the comparison with other engines: `Models/oracle` calls it.
let usage = """
  usage: network-runner NETWORK INPUTS OUTPUTS [NETWORK INPUTS OUTPUTS …]
         network-runner --time COUNT NETWORK…
  Runs NETWORK over each set of inputs in INPUTS (raw tensors, one after the other) and writes OUTPUTS likewise;
  or runs it COUNT times and prints the median time.
  """

func fail(_ message: String, status: Int32 = 1) -> Never {
  let line = Array("network-runner: \(message)\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  exit(status)
}

func interpreter(_ path: String) throws -> Interpreter {
  Interpreter(try Network(bytes: [UInt8](Data(contentsOf: URL(filePath: path)))))
}

/// Runs `path` over all sets of inputs in the file `inputs`.
func run(_ path: String, inputs: String, outputs: String) throws {
  let interpreter = try interpreter(path)
  let given = [UInt8](try Data(contentsOf: URL(filePath: inputs)))
  let setSize = interpreter.network.inputs.reduce(0) { $0 + $1.byteCount }
  guard setSize > 0, given.count.isMultiple(of: setSize) else {
    fail("\(inputs): \(given.count) bytes are not a number of sets of \(setSize)")
  }
  var results: [UInt8] = []
  for start in stride(from: 0, to: given.count, by: setSize) {
    var position = start
    for index in interpreter.network.inputs.indices {
      interpreter.withInputBytes(index) { bytes in
        bytes.copyBytes(from: given[position..<position + bytes.count])
        position += bytes.count
      }
    }
    interpreter.run()
    for index in interpreter.network.outputs.indices {
      interpreter.withOutputBytes(index) { results.append(contentsOf: $0) }
    }
  }
  try Data(results).write(to: URL(filePath: outputs))
}

func time(_ path: String, count: Int) throws {
  let interpreter = try interpreter(path)
  var durations: [Duration] = []
  for _ in 0..<count { durations.append(ContinuousClock().measure { interpreter.run() }) }
  durations.sort()
  let million = Double(interpreter.network.multiplications) / 1e6
  print("\(path): median \(durations[count / 2]) of \(count) runs, \(million) million multiplications")
}

let arguments = Array(CommandLine.arguments.dropFirst())
do {
  if arguments.first == "--time" {
    guard arguments.count >= 3, let count = Int(arguments[1]), count > 0 else { fail(usage, status: 2) }
    for path in arguments.dropFirst(2) { try time(path, count: count) }
  } else {
    guard !arguments.isEmpty, arguments.count.isMultiple(of: 3) else { fail(usage, status: 2) }
    for start in stride(from: 0, to: arguments.count, by: 3) {
      try run(arguments[start], inputs: arguments[start + 1], outputs: arguments[start + 2])
    }
  }
} catch {
  fail("\(error)")
}

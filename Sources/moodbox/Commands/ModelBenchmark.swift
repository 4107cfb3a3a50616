import Hub
import Inference

/// `model bench`
struct ModelBenchmark: ModelAction {
  private let file: String
  private let runs: Int
  private let json: Bool

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(words, flags: ["json"], valued: ["runs"])
    try arguments.expectOperands(1...1, named: "a network's file")
    file = arguments.operands[0]
    runs = try arguments.whole("runs", in: 1...1_000_000) ?? 200
    json = arguments.has("json")
  }

  func run() throws {
    let clock = ContinuousClock()
    let network = try Networks.network(at: file)
    let interpreter = Interpreter(network, kernels: try Networks.kernels())
    // The first run touches all memory once; it is the load's, not the network's.
    interpreter.run()
    let times = (0..<runs).map { _ in clock.measure { interpreter.run() } }.sorted()
    let median = times[runs / 2] / .microseconds(1)
    let rate = Double(network.multiplications) / median / 1000
    if json {
      Terminal.print(
        JSONValue.object([
          "file": .string(file), "runs": .number(Double(runs)), "median_us": .number(median),
          "fastest_us": .number(times[0] / .microseconds(1)), "gmac_per_s": .number(rate),
        ]).text)
    } else {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      Terminal.print("\(name)/median \(decimal(median, 1)) us")
      Terminal.print("\(name)/fastest \(decimal(times[0] / .microseconds(1), 1)) us")
      Terminal.print("\(name)/rate \(decimal(rate, 2)) GMAC/s")
    }
  }
}

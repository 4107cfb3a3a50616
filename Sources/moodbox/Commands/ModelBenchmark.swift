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
    let kernels = try Networks.kernels()
    let bytes = try Networks.bytes(at: file)
    // Before the network's runs: whoever counts instructions between readings of the clock looks at the last ones.
    let best = InnerLoop(kernels).rate()
    let start = clock.now
    let network = try Networks.network(of: bytes, at: file)
    let interpreter = Interpreter(network, kernels: kernels)
    let load = clock.now - start
    // The first run touches all memory once; it is the load's, not the network's.
    interpreter.run()
    let times = (0..<runs).map { _ in clock.measure { interpreter.run() } }.sorted()
    let median = times[runs / 2] / .microseconds(1)
    let rate = Double(network.multiplications) / median / 1000
    let figures: [(name: String, value: Double, digits: Int, unit: String)] = [
      ("load", load / .microseconds(1), 0, "us"), ("median", median, 1, "us"),
      ("fastest", times[0] / .microseconds(1), 1, "us"), ("rate", rate, 2, "GMAC/s"),
      ("inner-loop", best, 2, "GMAC/s"), ("share-of-inner-loop", 100 * rate / best, 0, "%"),
      ("touched", Double(network.touchedByteCount), 0, "bytes"),
    ]
    if json {
      var members: [String: JSONValue] = [
        "file": .string(file), "kernels": .string(kernels.name), "runs": .number(Double(runs)),
      ]
      for figure in figures { members[Self.key(figure.name, figure.unit)] = .number(figure.value) }
      Terminal.print(JSONValue.object(members).text)
    } else {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      for figure in figures {
        Terminal.print("\(name)/\(kernels.name)/\(figure.name) \(decimal(figure.value, figure.digits)) \(figure.unit)")
      }
    }
  }

  /// "median", "us" → "median_us".
  private static func key(_ name: String, _ unit: String) -> String {
    let units = ["GMAC/s": "gmac_per_s", "%": "percent"]
    return (name + "-" + (units[unit] ?? unit)).replacing("-", with: "_")
  }
}

import FoundationEssentials
import Inference

/// The networks and tensors beside the tests, and the product's own networks.
enum Files {
  private static let here = URL(filePath: #filePath).deletingLastPathComponent()
  private static let models = here.deletingLastPathComponent().deletingLastPathComponent().appending(path: "Models")

  /// Names of the golden networks, without their endings.
  static let golden = names(in: "Golden")
  /// Names of the networks that must be refused.
  static let refused = names(in: "Refused")
  /// The product's own networks.
  static let whole = ["emotion", "face"]

  static func network(golden name: String) throws -> [UInt8] {
    try bytes(here.appending(path: "Golden/\(name).tflite"))
  }
  static func network(refused name: String) throws -> [UInt8] {
    try bytes(here.appending(path: "Refused/\(name).tflite"))
  }
  static func network(whole name: String) throws -> [UInt8] { try bytes(models.appending(path: "\(name).tflite")) }

  /// Sets of tensors: inputs, then the outputs that LiteRT's reference kernels give for them.
  static func tensors(_ name: String) throws -> [UInt8] { try bytes(here.appending(path: "Golden/\(name).golden")) }

  /// The inputs in `networks.corpus`, each of which follows its length: four bytes, the lowest first.
  static func corpus() throws -> [[UInt8]] {
    var rest = try bytes(here.appending(path: "networks.corpus"))[...]
    var inputs: [[UInt8]] = []
    while rest.count >= 4 {
      let count = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      inputs.append(Array(rest.dropFirst(4).prefix(count)))
      rest = rest.dropFirst(4 + count)
    }
    return inputs
  }

  private static func bytes(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

  private static func names(in folder: String) -> [String] {
    let found = try? FileManager.default.contentsOfDirectory(atPath: here.appending(path: folder).path)
    return (found ?? []).filter { $0.hasSuffix(".tflite") }.map { String($0.dropLast(".tflite".count)) }.sorted()
  }
}

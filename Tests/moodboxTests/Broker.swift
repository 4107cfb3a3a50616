import FoundationEssentials
import Glibc
import System

/// A real MQTT broker on a loopback port of its own, and mosquitto's own clients at it.
final class Broker {
  static let isInstalled = ["mosquitto", "mosquitto_sub", "mosquitto_rr"].allSatisfy { program in
    ["/usr/sbin", "/usr/bin", "/usr/local/bin"].contains { access("\($0)/\(program)", X_OK) == 0 }
  }

  let port: Int
  let folder = TemporaryFolder()
  private let child: ChildProcess

  /// Returns when it takes connections, at the port `wanted` if there is one. `configuration` follows `listener`, with `FOLDER` for the broker's folder, which `prepare` may
  /// fill.
  init(
    port wanted: Int? = nil, configuration: String = "allow_anonymous true", prepare: (String) throws -> Void = { _ in }
  ) async throws {
    // Below the ports that the kernel gives to clients.
    var port = wanted ?? 0
    while port == 0 || wanted == nil && Reachability.canConnect(host: "127.0.0.1", port: port) {
      port = Int.random(in: 10_000..<32_000)
    }
    self.port = port
    let settings = try folder.write(
      """
      user root
      listener \(port) 127.0.0.1
      \(configuration.replacing("FOLDER", with: folder.path))
      persistence false
      log_dest stderr

      """.utf8, to: "broker.conf")
    try prepare(folder.path)
    let pipe = try Pipe()
    child = try pipe.writeEnd.withRaw { try ChildProcess("mosquitto", ["-c", settings], errors: $0) }
    try await Lines(pipe.reading()).next { $0.hasSuffix(" running") }
  }

  /// Runs a command of a shell that names the broker's host `BROKER`, and reads what it prints.
  func run(_ command: String) throws -> RunningCommand {
    let words = command.replacing("-h BROKER", with: "-h 127.0.0.1 -p \(port)")
    return try RunningCommand(words)
  }
}

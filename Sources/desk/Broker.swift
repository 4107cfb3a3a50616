import Glibc
import System

/// The private MQTT broker of a workplace: runs as long as this lives.
final class Broker {
  private let child: ChildProcess

  /// Starts it, and waits until it takes connections.
  init(_ workplace: Workplace) throws {
    let log = try FileDescriptor(opening: "\(workplace.folder)/mosquitto.log", O_WRONLY | O_CREAT | O_TRUNC)
    let output = log.withRaw { $0 }
    child = try ChildProcess("mosquitto", ["-c", "\(workplace.folder)/mosquitto.conf"], output: output, errors: output)
    func isUp() -> Bool { Reachability.canConnect(host: "127.0.0.1", port: workplace.port) }
    for _ in 0..<500 where !isUp() { usleep(10_000) }
    guard isUp() else {
      throw Workplace.Trouble(description: "mosquitto does not start; see \(workplace.folder)/mosquitto.log")
    }
  }
}

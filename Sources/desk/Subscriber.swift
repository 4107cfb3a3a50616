import System

/// Somebody outside who hears what the box publishes: mosquitto's own subscriber.
final class Subscriber {
  /// Lines of topic, space and payload.
  let messages: Watcher
  private let child: ChildProcess

  init(_ workplace: Workplace) throws {
    let pipe = try Pipe()
    let output = pipe.writeEnd.withRaw { $0 }
    child = try ChildProcess(
      "mosquitto_sub", ["-p", "\(workplace.port)", "-t", "moodbox/\(Workplace.box)/#", "-q", "1", "-F", "%t %p"],
      output: output)
    messages = Watcher(KeptLines(pipe.reading()))
  }
}

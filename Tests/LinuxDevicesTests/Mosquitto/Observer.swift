/// `mosquitto_sub`: what the hub sees, told by a client that is not ours.
final class Observer: Sendable {
  struct Message: Equatable {
    let topic: String
    let payload: String
    /// Whether the broker had kept it from before.
    let retained: Bool
    /// Seconds until the broker forgets it; 0 is never.
    let expiry: Int
  }

  private let process: Program

  /// Returns when the subscriptions are in force.
  init(port: Int, topics: [String], options: [String] = []) async throws {
    // Into a pipe, the C library would hold back lines until there are many.
    process = try Program(
      "stdbuf",
      ["-oL", "mosquitto_sub", "-h", "127.0.0.1", "-p", "\(port)", "-V", "5", "-q", "1", "-d", "-F", "> %r %E %t %p"]
        + topics.flatMap { ["-t", $0] } + options)
    for await line in process.lines where line.hasPrefix("Subscribed") { return }
    throw MosquittoProcess.StartFailure(said: ["mosquitto_sub ended"])
  }

  /// The next message; nil when the observer has ended.
  func next() async -> Message? {
    for await line in process.lines where line.hasPrefix("> ") {
      let words = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
      guard words.count == 5 else { continue }
      return Message(
        topic: String(words[3]), payload: String(words[4]), retained: words[1] == "1", expiry: Int(words[2]) ?? 0)
    }
    return nil
  }

  /// The next message of that topic; others are passed over.
  func next(_ topic: String) async -> Message? {
    while let message = await next() { if message.topic == topic { return message } }
    return nil
  }
}

/// Events that wait for a connection, in their order and with the time at which they happened; of many the newest.
struct WaitingEvents: Sendable {
  /// As many may wait.
  static let limit = 100

  private var events: [Publication] = []
  /// How many older ones there was no room for.
  private(set) var dropped = 0

  /// Puts events behind those that wait, or before them.
  mutating func add(_ added: [Publication], first: Bool = false) {
    events = first ? added + events : events + added
    let surplus = max(0, events.count - Self.limit)
    events.removeFirst(surplus)
    dropped += surplus
  }

  /// Privacy also holds for what has not been told yet.
  mutating func forgetMoods() {
    events.removeAll {
      let payload = try? JSONValue(parsing: $0.payload, limit: 65_536)
      return payload?["scores"] != nil || payload?["because"] != nil
    }
  }

  mutating func takeAll() -> [Publication] {
    defer { (events, dropped) = ([], 0) }
    return events
  }
}

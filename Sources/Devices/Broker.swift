/// A connection to an MQTT broker that is kept up for ever.
package protocol Broker: Sendable {
  /// Connects, stays connected (again and again, with backoff and jitter) until the task is cancelled, and reports what
  /// happens. While connected, `subscriptions` are in force; `will` is set as the last will of every connection.
  func events(subscriptions: [String], will: BrokerMessage) -> AsyncStream<BrokerEvent>

  /// Sends a message; throws when not connected or when the broker refuses it. Waits only for it to be queued.
  func publish(_ message: BrokerMessage) async throws

  /// Publishes `farewell`, waits until it is sent, and disconnects cleanly, so that the last will is not sent.
  func disconnect(farewell: BrokerMessage) async
}

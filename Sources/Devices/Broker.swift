/// A connection to an MQTT broker.
package protocol Broker: Sendable {
  /// Keeps a connection while `body` runs, which is lent what happens to it: a connection that is refused or lost is tried
  /// again for ever, with growing pauses and jitter. While connected, `subscriptions` are in force, and `will` is what the broker
  /// publishes when the box drops out.
  ///
  /// When `body` returns or throws, also because its task was cancelled, `farewell` is published, and the connection is closed
  /// cleanly, so that the will is not published. One connection at a time.
  func withConnection<Value: Sendable>(
    subscriptions: [String], will: BrokerMessage, farewell: BrokerMessage,
    _ body: @Sendable (AsyncStream<BrokerEvent>) async throws -> Value
  ) async rethrows -> Value

  /// Sends a message after all those before it. Does not wait: the message is only queued. Throws when there is no connection,
  /// or when the message cannot be one.
  func publish(_ message: BrokerMessage) throws(BrokerFailure)
}

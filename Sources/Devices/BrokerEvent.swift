/// What a broker connection reports.
package enum BrokerEvent: Equatable, Sendable {
  /// Connected, and all subscriptions are in force.
  case connected
  /// Lost or refused, with the reason in words; the connection is tried again without being asked.
  case disconnected(String)
  /// Comes before ``disconnected(_:)``: what was published and the broker has not acknowledged, in order. Some of it may have
  /// arrived all the same.
  case unacknowledged([BrokerMessage])
  case message(BrokerMessage)
  /// The broker did not take a message of that topic, with the reason in words.
  case refused(topic: String, reason: String)
  /// So many messages came faster than they were taken, and are lost.
  case overflowed(Int)
}

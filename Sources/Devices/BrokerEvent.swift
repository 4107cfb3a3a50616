/// What a broker connection reports.
package enum BrokerEvent: Equatable, Sendable {
  /// Connected, and all subscriptions are in force.
  case connected
  /// Lost or refused, with the reason in words; the connection is tried again without being asked.
  case disconnected(String)
  case message(BrokerMessage)
}

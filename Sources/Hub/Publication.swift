/// A message for the hub.
package struct Publication: Equatable, Sendable {
  package let topic: String
  package let payload: [UInt8]
  /// Whether the broker keeps it for those who come later. An empty payload empties the topic.
  package let retained: Bool
  /// After this time the broker forgets it; nil is never.
  package let expiry: Duration?

  package init(topic: String, payload: [UInt8], retained: Bool, expiry: Duration? = nil) {
    self.topic = topic
    self.payload = payload
    self.retained = retained
    self.expiry = expiry
  }
}

/// An MQTT message, out or in.
package struct BrokerMessage: Equatable, Sendable {
  package let topic: String
  package let payload: [UInt8]
  /// 0, 1 or 2.
  package let quality: Int
  /// Going out: the broker keeps it for those who subscribe later. Coming in: it was kept, so it may be old.
  package let retained: Bool
  /// After this time the broker forgets it, in whole seconds; nil is never. Not told of messages that come in.
  package let expiry: Duration?

  package init(topic: String, payload: [UInt8], quality: Int = 1, retained: Bool = false, expiry: Duration? = nil) {
    self.topic = topic
    self.payload = payload
    self.quality = quality
    self.retained = retained
    self.expiry = expiry
  }
}

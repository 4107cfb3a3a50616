/// An MQTT message, out or in.
package struct BrokerMessage: Equatable, Sendable {
  package let topic: String
  package let payload: [UInt8]
  /// 0, 1 or 2.
  package let quality: Int
  package let retained: Bool

  package init(topic: String, payload: [UInt8], quality: Int = 1, retained: Bool = false) {
    self.topic = topic
    self.payload = payload
    self.quality = quality
    self.retained = retained
  }
}

/// A message for the hub.
package struct Publication: Equatable, Sendable {
  package let topic: String
  package let payload: [UInt8]
  /// Whether the broker keeps it for those who come later. An empty payload empties the topic.
  package let retained: Bool
  /// After this time the broker forgets it; nil is never.
  package let expiry: Duration?
  /// MQTT's quality of service: 1, at least once, unless late would be worse than never.
  package let quality: Int

  package init(topic: String, payload: [UInt8], retained: Bool, expiry: Duration? = nil, quality: Int = 1) {
    self.topic = topic
    self.payload = payload
    self.retained = retained
    self.expiry = expiry
    self.quality = quality
  }

  /// Deletes what the broker keeps on a topic.
  static func deletion(of topic: String) -> Publication { Publication(topic: topic, payload: [], retained: true) }
}

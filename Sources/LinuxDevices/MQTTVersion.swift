/// The versions of the protocol that the box speaks.
package enum MQTTVersion: String, Sendable {
  case five = "MQTT 5"
  case threeOneOne = "MQTT 3.1.1"
}

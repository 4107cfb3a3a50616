/// What was agreed with an open sound device.
package struct OpenDevice: Equatable, Sendable {
  /// Frames a second.
  package let rate: Int
  /// For people, such as "24 bits".
  package let format: String
  /// Rates that it takes without converting, of those that occur.
  package let rates: [Int]
  /// Whether its thread has real-time priority.
  package let hasRealTime: Bool
  /// Whether the card's own control does the volume.
  package let hasMixer: Bool
}

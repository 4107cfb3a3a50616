/// How the box shows itself to the hub.
package struct HubSettings: Equatable, Sendable {
  package enum Discovery: String, CaseIterable, Sendable {
    /// One device-based message, for Home Assistant 2024.12 and later.
    case device
    /// None; one that an earlier run left is deleted.
    case off
  }

  package var discovery: Discovery
  /// Whether the broker keeps the last mood for those who come later.
  package var retainsMood: Bool
  /// After this time the last mood is forgotten.
  package var moodExpiry: Duration

  package init(discovery: Discovery = .device, retainsMood: Bool = true, moodExpiry: Duration = .seconds(1800)) {
    self.discovery = discovery
    self.retainsMood = retainsMood
    self.moodExpiry = moodExpiry
  }
}

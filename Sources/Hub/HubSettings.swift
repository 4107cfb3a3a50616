/// How the box shows itself to the hub.
package struct HubSettings: Equatable, Sendable {
  /// By which convention hubs find the box. What it left by another one is found and deleted.
  package enum Discovery: String, CaseIterable, Sendable {
    /// One message for the device, for Home Assistant 2024.12 and later.
    case device
    /// A message for each entity, for openHAB and older versions of Home Assistant.
    case components
    /// Homie 5, for controllers that speak it.
    case homie
    /// By none.
    case off
  }

  package var discovery: Discovery
  /// What people call the box.
  package var name: String
  /// What hubs know the box by when its name in topics changes; nil is that name.
  package var identity: BoxID?
  /// The name in topics that the box had before; what it left there is found and deleted.
  package var formerly: BoxID?
  /// Whether the broker keeps the last mood for those who come later.
  package var retainsMood: Bool
  /// After this time the last mood is forgotten.
  package var moodExpiry: Duration

  package init(
    discovery: Discovery = .device, name: String = "Moodbox", identity: BoxID? = nil, formerly: BoxID? = nil,
    retainsMood: Bool = true, moodExpiry: Duration = .seconds(1800)
  ) {
    self.discovery = discovery
    self.name = name
    self.identity = identity
    self.formerly = formerly
    self.retainsMood = retainsMood
    self.moodExpiry = moodExpiry
  }
}

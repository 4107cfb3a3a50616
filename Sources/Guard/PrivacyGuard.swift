import Devices

/// Decides who gets the camera back.
///
/// Anybody who can ask may have it taken away. It is given back to root, or to a box whose button this has itself seen held down
/// long enough: whoever has taken over the box's service can claim that, but not do it.
package struct PrivacyGuard: Sendable {
  package enum Asker: Sendable { case root, box }

  /// How long the button must be held.
  private static let hold = Duration.milliseconds(1500)
  /// As much earlier than the guard may the box have seen the button go down, and its timer have run out.
  private static let slack = Duration.milliseconds(100)
  /// As long after the button came up the box may take to ask.
  private static let patience = Duration.seconds(5)

  package private(set) var isOn: Bool
  /// The last press that began while privacy was on, and was not used yet.
  private var press: (start: Duration, end: Duration?)?

  package init(isOn: Bool) { self.isOn = isOn }

  package mutating func handle(_ edge: ButtonEdge) {
    switch edge.kind {
    case .pressed: press = isOn ? (edge.time, nil) : nil
    case .released: press?.end = edge.time
    }
  }

  /// Nothing is known of a button that was lost.
  package mutating func buttonLost() { press = nil }

  /// The press that turned privacy on does not turn it off again.
  package mutating func turnOn() {
    isOn = true
    press = nil
  }

  /// Returns whether it did.
  package mutating func turnOff(for asker: Asker, at now: Duration) -> Bool {
    guard asker == .root || !isOn || wasHeld(at: now) else { return false }
    isOn = false
    press = nil
    return true
  }

  private func wasHeld(at now: Duration) -> Bool {
    guard let press, (press.end ?? now) - press.start >= Self.hold - Self.slack else { return false }
    return press.end.map { now - $0 <= Self.patience } ?? true
  }
}

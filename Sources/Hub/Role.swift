/// What somebody may do; each role may do all that the ones before it may.
package enum Role: Int, CaseIterable, Comparable, Sendable {
  /// Reads state, and may turn privacy on.
  case viewer
  /// Also plays and rates.
  case listener
  /// Also looks and configures.
  case owner
  /// Somebody on the box itself who may use its control socket: also keeps listeners.
  case resident
  /// Root on the box itself or the button: the only ones who may turn privacy off.
  case root

  package static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}

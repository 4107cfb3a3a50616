/// Somebody whom the box plays for.
package struct Listener: Equatable, Sendable {
  package let id: Int64
  /// As they call themselves; different from all others'.
  package let name: String
  /// Whether they have asked the box to learn what they like.
  package let learns: Bool
}

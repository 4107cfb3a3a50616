/// What the box attends to.
package enum Attention: Equatable, Sendable {
  case idle
  case looking(Look)
}

/// What the finger on the button is doing.
package enum Gesture: Equatable, Sendable {
  /// What letting go will do, decided when the button goes down.
  package enum Intent: Sendable { case look, cancel, next }

  case up
  case down(Intent, since: Duration)
  /// Held long enough to have toggled privacy; letting go does nothing more.
  case held
}

/// The timers of the machine; each is started, then fires once or is cancelled.
package enum BoxTimer: CaseIterable, Sendable {
  /// The button is held: privacy.
  case hold
  /// Until then a second press means "next", and what a look has found is kept back.
  case secondPress
  /// A look that has not ended by then has failed.
  case look
  /// The next step of a light signal.
  case blink
  /// Broken lights are tried again.
  case lights
  /// State that is not stored yet is stored.
  case store
  /// Watching: the next look.
  case watch
  /// Watching: until then another mood has not lasted long enough to count.
  case dwell
}

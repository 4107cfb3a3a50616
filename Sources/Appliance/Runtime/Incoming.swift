import Hub

/// What waits in the runtime's inbox.
enum Incoming: Sendable {
  case event(Event)
  /// A timer's end, with the number it was started under: one that was cancelled or started again meanwhile is void.
  case timerFired(BoxTimer, number: Int)
  /// The player is at the end of its list, or was when it said so.
  case queueEmpty
  case asked(Command, by: Role, CheckedContinuation<Answer, Never>)
  /// To be called when it is its turn.
  case pulse(@Sendable () -> Void)

  enum Answer: Sendable {
    case done
    case refused(String)
    case looked(LookEnd)
  }
}

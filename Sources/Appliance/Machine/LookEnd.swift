import Domain

/// How a look ended, as those who asked for it are told.
package enum LookEnd: Equatable, Sendable {
  case outcome(LookOutcome)
  case cancelled
  /// By a second press: nobody hears of it.
  case dropped
  case failed(String)
}

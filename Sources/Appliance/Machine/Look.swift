import Domain

/// A look that is going on.
package struct Look: Equatable, Sendable {
  package enum Asker: Sendable { case button, request, watch }

  package let asker: Asker
  /// A second press may still turn this into "next", so nothing it finds is shown yet.
  package var isKeptBack: Bool
  /// What was found meanwhile.
  package var found: LookOutcome?
}

import Synchronization

/// Counts what happened, so that others can see whether something did meanwhile.
final class Activity: Sendable {
  private let happened = Atomic(0)

  var count: Int { happened.load(ordering: .relaxed) }

  func note() { happened.add(1, ordering: .relaxed) }
}

/// How long to wait before the next attempt.
package struct Backoff: Sendable {
  private let pauses: ClosedRange<Duration>
  private var failures = 0

  package init(_ pauses: ClosedRange<Duration>) { self.pauses = pauses }

  /// Doubles with every failure up to the longest, and is cut by up to a half at random, so that all boxes of a house
  /// don't come back in one moment.
  package mutating func next() -> Duration {
    let full = min(pauses.upperBound, pauses.lowerBound * (1 << failures))
    failures = min(failures + 1, 16)
    return full * Double.random(in: 0.5...1)
  }

  /// It has worked: the next pause is the shortest.
  package mutating func reset() { failures = 0 }
}

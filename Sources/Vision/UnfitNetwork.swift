/// A sound network that cannot do the job it was given: which job, and what does not fit.
package struct UnfitNetwork: Error, Equatable, Sendable, CustomStringConvertible {
  /// Such as `face`.
  package let job: String
  package let problem: String

  package var description: String { "\(job) network: \(problem); use the one that comes with the box" }
}

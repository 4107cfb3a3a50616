/// Why a network's file cannot be run: where in the file, and what is wrong or what would be right.
package struct NetworkError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Kind: Equatable, Sendable {
    /// The bytes contradict themselves: not a network's file, cut short, or damaged.
    case malformed
    /// A sound file that asks for something this engine does not do.
    case unsupported
    /// More memory than a network may take here.
    case tooLarge
  }

  package let kind: Kind
  /// Such as `operator 3 (CONV_2D)` or `tensor 7 "head/weights"`; `file` where there is no closer place.
  package let place: String
  /// What is wrong, and for what is unsupported also what is supported.
  package let problem: String

  package init(_ kind: Kind, at place: String, _ problem: String) {
    self.kind = kind
    self.place = place
    self.problem = problem
  }

  package var description: String { "network: \(place): \(problem)" }
}

/// What the guard did not do, in words for people.
package struct GuardFailure: Error, Equatable, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}

/// Why a request was not done, in words for the person who asked.
package struct RequestRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

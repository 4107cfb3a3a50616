/// Bytes that are no JSON document that we accept, and why, in words.
package struct JSONFailure: Error, Equatable, Sendable, CustomStringConvertible {
  package let description: String
}

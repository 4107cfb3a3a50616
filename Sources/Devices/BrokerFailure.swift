/// A message that was not sent, or a connection that was not made, with the reason in words.
package struct BrokerFailure: Error, Equatable, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

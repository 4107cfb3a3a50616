/// The button went down or came up.
package struct ButtonEdge: Equatable, Sendable {
  package enum Kind: Sendable { case pressed, released }

  package let kind: Kind
  /// When, on the monotonic clock.
  package let time: Duration

  package init(_ kind: Kind, at time: Duration) {
    self.kind = kind
    self.time = time
  }
}

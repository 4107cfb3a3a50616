import Hub

/// A way by which others hear of the box and ask it.
package protocol Door: Sendable {
  /// Passes on what the box tells and lets requests in, until the bulletins end or the task is cancelled; then it closes,
  /// saying goodbye where that is the custom.
  func run(_ bulletins: AsyncStream<Bulletin>) async throws
}

/// The push button.
package protocol Button: Sendable {
  /// Its edges from now on, debounced, in order. Throws into the stream when the line is lost.
  func edges() -> AsyncThrowingStream<ButtonEdge, any Error>
}

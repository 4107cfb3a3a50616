import Domain

/// Something that sees.
package protocol Camera: Sendable {
  /// Opens the camera, lends its frames to `body`, and has closed it again when it returns or throws, also when
  /// the calling task is cancelled. Frames come newest first seen: one that nobody took is replaced by the next, never
  /// queued. The stream ends with an error when the camera fails or is unplugged.
  ///
  /// Throws when the camera is missing, busy or forbidden.
  func withFrames<Value: Sendable>(
    _ body: @Sendable (AsyncThrowingStream<Frame, any Error>) async throws -> Value
  ) async throws -> Value
}

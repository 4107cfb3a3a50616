import Domain
import Pictures
import System

/// Owns one open camera on a thread of its own, because waiting for frames blocks.
actor CameraWorker {
  private let executor = QueueExecutor("moodbox.camera", quality: .userInitiated)
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let signal: StopSignal
  private var stream: CameraStream?

  init() throws(IOFailure) { signal = try StopSignal() }

  /// Throws `CancellationError` when nobody wants to look any more, such as since privacy went on.
  func open(path: String, width: Int, height: Int, rate: Int, format: PixelFormat?) throws {
    try Task.checkCancellation()
    stream = try CameraStream(path: path, width: width, height: height, rate: rate, format: format)
  }

  /// Hands frames on until ``stop()`` or a failure, which ends the stream with its error.
  func pump(into frames: AsyncThrowingStream<Frame, any Error>.Continuation) {
    do {
      while let frame = try stream?.next(unless: signal) { frames.yield(frame) }
      frames.finish()
    } catch {
      frames.finish(throwing: error)
    }
  }

  nonisolated func stop() { signal.raise() }

  func close() { stream = nil }
}

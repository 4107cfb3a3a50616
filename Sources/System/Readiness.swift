import Dispatch

/// What a descriptor is waited for.
enum Readiness: Sendable {
  case reading, writing

  private static let queue = DispatchQueue(label: "readiness")

  /// Suspends until the descriptor is ready or has failed, or the task is cancelled: the next call on it tells which. The caller
  /// keeps it open meanwhile.
  func wait(on raw: CInt) async throws(CancellationError) {
    let source: any DispatchSourceProtocol =
      switch self {
      case .reading: DispatchSource.makeReadSource(fileDescriptor: raw, queue: Self.queue)
      case .writing: DispatchSource.makeWriteSource(fileDescriptor: raw, queue: Self.queue)
      }
    let shared = SharedSource(source: source)
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        shared.source.setEventHandler { shared.source.cancel() }
        // Called once whichever way it ends, and after this Dispatch no longer looks at the descriptor.
        shared.source.setCancelHandler { continuation.resume() }
        shared.source.activate()
      }
    } onCancel: {
      shared.source.cancel()
    }
    if Task.isCancelled { throw CancellationError() }
  }

  /// Unchecked, because Dispatch's objects may be used from any thread, which its declarations do not say.
  private struct SharedSource: @unchecked Sendable {
    let source: any DispatchSourceProtocol
  }
}

import CScheduling
import Glibc
import Synchronization

/// How hard work competes with everything else that runs.
package enum WorkPriority: Sendable {
  case ordinary
  /// Gets the processor and the disk only while nobody else wants them.
  case idle
}

/// Runs `body` on a thread of its own and waits for it: for long work that would hold up the threads that tasks share.
///
/// - Parameter body: is given a question that it asks from time to time: whether the waiting task was cancelled.
package func onThread<Value: Sendable>(
  _ priority: WorkPriority, _ body: @escaping @Sendable (_ isCancelled: () -> Bool) throws -> Value
) async throws -> Value {
  let flag = CancellationFlag()
  return try await withTaskCancellationHandler {
    try await withCheckedThrowingContinuation { continuation in
      let work = Unmanaged.passRetained(
        Work {
          // Should the kernel refuse, the work is still done.
          if priority == .idle { _ = yield_to_all() }
          continuation.resume(with: Result { try body { flag.isSet.load(ordering: .relaxed) } })
        })
      var thread = pthread_t()
      let code = pthread_create(
        &thread, nil,
        { argument in
          Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().run()
          return nil
        }, work.toOpaque())
      guard code == 0 else {
        work.release()
        continuation.resume(throwing: IOFailure("pthread_create", code: code))
        return
      }
      pthread_detach(thread)
    }
  } onCancel: {
    flag.isSet.store(true, ordering: .relaxed)
  }
}

private final class CancellationFlag: Sendable {
  let isSet = Atomic(false)
}

private final class Work: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

import Glibc

/// Runs `body` on a thread of its own at the lowest priority (nice 19) and waits for it: for long work that must not
/// slow down anything else, and would hold up the threads that tasks share.
package func onBackgroundThread<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    let work = Unmanaged.passRetained(BackgroundWork { continuation.resume(with: Result(catching: body)) })
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        // On Linux this is the calling thread's priority, not the process's. Should it fail, the work is still done.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
        Unmanaged<BackgroundWork>.fromOpaque(argument!).takeRetainedValue().run()
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      work.release()
      continuation.resume(throwing: IOFailure("pthread_create", code: code))
      return
    }
    pthread_detach(thread)
  }
}

private final class BackgroundWork: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

import Dispatch

/// Runs an actor's work on a queue of its own, so that calls which block (a camera's frame, a sound card's buffer, a
/// database's disk) never hold up the threads that everything else shares.
///
/// An actor uses it so:
///
///     private let executor = QueueExecutor("catalog")
///     nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
package final class QueueExecutor: SerialExecutor {
  private let queue: DispatchQueue

  package init(_ label: String, quality: DispatchQoS = .default) {
    queue = DispatchQueue(label: label, qos: quality)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}

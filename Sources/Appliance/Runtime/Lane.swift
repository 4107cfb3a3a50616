/// Does one thing after the other, in the order in which they were added, while whoever adds them goes on.
struct Lane: Sendable {
  typealias Job = @Sendable () async -> Void

  private let jobs: AsyncStream<Job>
  private let continuation: AsyncStream<Job>.Continuation

  init() { (jobs, continuation) = AsyncStream.makeStream(bufferingPolicy: .unbounded) }

  func add(_ job: @escaping Job) { continuation.yield(job) }

  /// Does the jobs until the task is cancelled.
  func run() async {
    for await job in jobs { await job() }
  }
}

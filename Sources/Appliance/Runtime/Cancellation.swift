/// A way to cancel one child task of many: structured concurrency knows only how to cancel them all.
struct Cancellation: Sendable {
  private let stream: AsyncStream<Never>
  private let continuation: AsyncStream<Never>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func cancel() { continuation.finish() }

  /// Does `body`, cancelled when this is; returns when it has ended.
  func run(_ body: @escaping @Sendable () async -> Void) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await body() }
      group.addTask { for await _ in stream {} }
      await group.next()
      group.cancelAll()
    }
  }
}

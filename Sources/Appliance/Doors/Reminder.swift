import Hub

/// Tells whoever has asked that the box is still at it: within a second, and then every few.
struct Reminder: Sendable {
  private static let first: Duration = .milliseconds(800)
  private static let next: Duration = .seconds(3)

  let sleep: @Sendable (Duration) async throws -> Void

  /// Calls `say` again and again until the task is cancelled, or until `say` says that it is enough. Throws what `say` throws.
  func run(_ say: @Sendable () async throws -> Bool) async throws {
    var pause = Self.first
    while (try? await sleep(pause)) != nil, try await say() { pause = Self.next }
  }
}

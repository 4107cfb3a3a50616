/// Waits for lines of a stream, one after the other, and never for ever.
struct Watcher: Sendable {
  struct InVain: Error, CustomStringConvertible {
    let what: String
    var description: String { "waited in vain for \(what)" }
  }

  private let lines: AsyncStream<String>

  init(_ lines: AsyncStream<String>) { self.lines = lines }

  /// The next line that fits; lines before it are forgotten.
  @discardableResult
  func wait(
    for what: String, within patience: Duration, where fits: @escaping @Sendable (String) -> Bool
  ) async throws -> String {
    let lines = lines
    return try await Self.first(within: patience, what) {
      for await line in lines where fits(line) { return line }
      throw InVain(what: "\(what): the program has ended")
    }
  }

  /// Does `work`, but gives up after `patience`.
  static func first<Value: Sendable>(
    within patience: Duration, _ what: String, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
      group.addTask { try await work() }
      group.addTask {
        try await Task.sleep(for: patience)
        throw InVain(what: what)
      }
      defer { group.cancelAll() }
      guard let value = try await group.next() else { throw InVain(what: what) }
      return value
    }
  }
}

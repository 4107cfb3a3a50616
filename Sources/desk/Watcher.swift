/// Waits for lines of another program, one after the other, and never for ever.
final class Watcher {
  struct InVain: Error, CustomStringConvertible {
    let what: String
    var description: String { "waited in vain for \(what)" }
  }

  private let reader: KeptLines
  private var next = 0

  init(_ reader: KeptLines) { self.reader = reader }

  /// The next line that fits; lines before it are forgotten. When none comes, no line is.
  @discardableResult
  func wait(for what: String, within patience: Duration, where fits: (String) -> Bool) async throws -> String {
    try await Self.poll(for: what, within: patience) {
      let (lines, ended) = reader.lines(from: next)
      if let index = lines.firstIndex(where: fits) {
        next = index + 1
        return lines[index]
      }
      if ended { throw InVain(what: "\(what): the program has ended") }
      return nil
    }
  }

  /// Looks again and again until there is an answer: what another program writes into a file or a pipe tells nobody.
  static func poll<Value>(
    for what: String, within patience: Duration, _ look: () throws -> Value?
  ) async throws -> Value {
    let end = ContinuousClock.now + patience
    while true {
      if let value = try look() { return value }
      if ContinuousClock.now >= end { throw InVain(what: what) }
      try await Task.sleep(for: .milliseconds(10))
    }
  }
}

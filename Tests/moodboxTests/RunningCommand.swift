import System
import Testing

/// A command of a shell that runs as long as this lives, and the lines that it prints.
final class RunningCommand {
  let lines: Lines
  private let child: ChildProcess

  init(_ command: String) throws {
    let pipe = try Pipe()
    // Into a pipe, the C library would hold back lines until there are many; and killing the shell is to end the command.
    child = try pipe.writeEnd.withRaw {
      try ChildProcess("stdbuf", ["-oL", "sh", "-c", "exec \(command)"], output: $0)
    }
    lines = Lines(pipe.reading())
  }

  /// Waits for its end; answers with what is left of its lines.
  @discardableResult
  func output() async -> [String] {
    let rest = await lines.rest()
    // Without this it would be killed as soon as nobody needs it any more, which may be now.
    withExtendedLifetime(self) {}
    return rest
  }

  /// Reads until each of these was seen, in whatever order. Fails the test with those that were not.
  func expect(_ shown: [String], _ matches: (String, String) -> Bool) async throws {
    var missing = shown
    var others: [String] = []
    while !missing.isEmpty {
      do {
        let line = try await lines.next { _ in true }
        if let index = missing.firstIndex(where: { matches(line, $0) }) {
          missing.remove(at: index)
        } else {
          others.append(line)
        }
      } catch {
        Issue.record("not seen: \(missing)\nother lines: \(others.joined(separator: "\n"))")
        throw error
      }
    }
  }
}

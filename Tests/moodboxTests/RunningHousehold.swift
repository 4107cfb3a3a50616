import Glibc
import System

/// The box of a household as a program that runs: its button, its lamps and its log.
final class RunningHousehold {
  /// Its standard output, such as `lamps red=1 green=1 blue=0 camera=0 privacy=0`.
  let lamps: Lines
  /// Its standard error.
  let log: Lines
  let identifier: pid_t
  /// When this closes, it ends.
  private let keys: FileDescriptor
  private var child: ChildProcess?

  /// Starts it; `ready` in its log says when it can be asked.
  init(_ household: Household) throws {
    let keys = try Pipe()
    let output = try Pipe()
    let errors = try Pipe()
    let child = try ChildProcess(
      Program.path, ["run", "--settings", household.settings], input: keys.readEnd.withRaw { $0 },
      output: output.writeEnd.withRaw { $0 }, errors: errors.writeEnd.withRaw { $0 })
    identifier = child.identifier
    self.child = consume child
    self.keys = keys.writing()
    lamps = Lines(output.reading())
    log = Lines(errors.reading())
  }

  /// Space is the button, p holds it, and q quits.
  func press(_ key: Character) { keys.withRaw { _ = write($0, "\(key)", 1) } }

  /// Waits for its end, and answers its exit code; nil when it was waited for before.
  func end() throws -> Int? { try child.take()?.wait() }
}

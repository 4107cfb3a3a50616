import Glibc
import System

/// The box as a program that somebody else runs: its keys go in by a pipe, its lamps come out by another.
final class BoxProcess {
  /// Lines such as `lamps red=1 green=1 blue=0 camera=0 privacy=0`.
  let lamps: Watcher
  private let keys: FileDescriptor
  private var child: ChildProcess?

  /// Starts it; what it logs goes into a file of the workplace.
  init(_ workplace: Workplace) throws {
    let keys = try Pipe()
    let lamps = try Pipe()
    let log = try FileDescriptor(opening: "\(workplace.folder)/moodbox.log", O_WRONLY | O_CREAT | O_TRUNC)
    child = try ChildProcess(
      workplace.options.moodbox, ["run", "--settings", workplace.settings], input: keys.readEnd.withRaw { $0 },
      output: lamps.writeEnd.withRaw { $0 }, errors: log.withRaw { $0 })
    self.keys = keys.writing()
    self.lamps = Watcher(KeptLines(lamps.reading()))
  }

  /// Presses a key: a space for the button, q to quit.
  func press(_ key: String) {
    keys.withRaw { _ = write($0, key, key.utf8.count) }
  }

  /// Waits for its end and answers its exit code.
  func end() throws -> Int { try child.take()?.wait() ?? 0 }
}

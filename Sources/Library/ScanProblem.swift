import Glibc
import System

/// A file that a scan or a check could not use, and why.
package struct ScanProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// Below the music folder; it may hold any character a file name can, such as line breaks.
  package let path: String
  /// In words that follow the path.
  package let reason: String

  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// What an error says of a file, without repeating its path on this machine.
  init(path: String, absolute: String, error: any Error) {
    self.path = path
    if let problem = error as? ScanProblem {
      reason = problem.reason
    } else if let failure = error as? IOFailure {
      reason =
        failure.code == ENOENT
        ? "vanished while it was looked at" : "cannot be read: \(String(cString: strerror(failure.code)))"
    } else {
      let words = "\(error)"
      reason = words.hasPrefix(absolute + ": ") ? String(words.dropFirst(absolute.count + 2)) : words
    }
  }

  package var description: String { "\(path): \(reason)" }
}

/// A song that cannot be opened, read or resampled: which file, and why.
package struct SongFailure: Error, Equatable, Sendable, CustomStringConvertible {
  package let path: String
  /// What was wrong, in words that follow the path, such as "is not a regular file".
  package let reason: String

  package init(_ path: String, _ reason: String) {
    self.path = path
    self.reason = reason
  }

  package var description: String { "\(path): \(reason)" }
}

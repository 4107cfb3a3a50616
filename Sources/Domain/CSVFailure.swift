/// A CSV file that cannot be used: where, and why.
package struct CSVFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, as the caller named it; empty when it was not named.
  package let file: String
  /// Counted from 1.
  package let line: Int
  package let reason: String

  package init(file: String = "", line: Int, reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  package var description: String { "\(file.isEmpty ? "line " : "\(file):")\(line): \(reason)" }
}

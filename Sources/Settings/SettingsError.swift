/// What is wrong in a settings or board file, where, and what would be right.
package struct SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
  package let file: String
  /// Counted from 1; 0 when the whole file is meant.
  package let line: Int
  /// The key's full path, such as `camera.width`; empty when the text itself is at fault.
  package let key: String
  package let problem: String

  package var description: String {
    "\(file)\(line > 0 ? ":\(line)" : ""): \(key.isEmpty ? "" : "\(key): ")\(problem)"
  }
}

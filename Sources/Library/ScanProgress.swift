/// How far a scan is.
package struct ScanProgress: Equatable, Sendable {
  package enum Stage: String, Sendable { case reading, analysing }

  package let stage: Stage
  /// Files of this stage that are done.
  package let done: Int
  package let total: Int
  /// The last file, below the music folder.
  package let path: String
}

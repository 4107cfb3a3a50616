/// What is wrong with a library.
package struct CheckReport: Equatable, Sendable {
  /// What SQLite found wrong with the catalog's file; empty when it is sound.
  package var faults: [String] = []
  /// Songs that cannot be played or were not understood, each with its reason.
  package var problems: [ScanProblem] = []
  /// Tracks that wait to be listened to, or whose listening failed.
  package var unanalysed = 0
  /// Songs that can be played, but look like a mistake.
  package var odd: [ScanProblem] = []
  /// Paths of songs whose files hold the same.
  package var duplicates: [[String]] = []

  package init() {}
}

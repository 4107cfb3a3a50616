/// What a scan did, in files.
package struct ScanReport: Equatable, Sendable {
  package var added = 0
  /// The same path with other contents.
  package var changed = 0
  /// The same contents at another path.
  package var moved = 0
  /// Tracks whose files are gone since the last scan; they wait in case the files come back.
  package var missing = 0
  /// Tracks whose files were gone and came back.
  package var returned = 0
  package var unchanged = 0
  /// Songs that were listened to.
  package var analysed = 0
  /// Files that may not be whole yet; each is a problem, too.
  package var waiting = 0
  /// Whether some changes will not be noticed by themselves.
  package var isPartlyWatched = false
  /// Files that were passed over, each with its reason.
  package var problems: [ScanProblem] = []

  package init() {}

  /// Whether the songs that can be played are not what they were before.
  package var isNews: Bool { added + changed + moved + missing + returned > 0 }
}

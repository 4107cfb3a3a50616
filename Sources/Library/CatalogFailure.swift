/// Something asked of the catalog that cannot be done: what, and what to do instead.
package enum CatalogFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is a database of some other program.
  case foreignDatabase(path: String)
  /// The file was written by a later version of moodbox.
  case newerVersion(path: String, version: Int, known: Int)
  case noSuchTrack(Int64)
  /// A value that a field cannot take; the reason names the field, the value and the range.
  case unusableValue(String)
  /// A path that leads out of the music folder, or to nothing.
  case unusablePath(path: String, reason: String)

  package var description: String {
    switch self {
    case .foreignDatabase(let path):
      "\(path): is another program's database; move it away and scan the music folder to make a catalog"
    case .newerVersion(let path, let version, let known):
      "\(path): has version \(version) and this moodbox knows versions up to \(known); install the newer moodbox again"
    case .noSuchTrack(let id): "the catalog has no track \(id); list the catalog to see the numbers"
    case .unusableValue(let reason): reason
    case .unusablePath(let path, let reason): "\(path): \(reason)"
    }
  }
}

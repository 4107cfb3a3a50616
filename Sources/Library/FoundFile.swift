/// A song file in the music folder.
struct FoundFile: Equatable, Sendable {
  /// Below the music folder, with `/` between folders; the very bytes of the name on disk.
  let path: String
  let size: Int64
  /// Nanoseconds since 1970.
  let modified: Int64
}

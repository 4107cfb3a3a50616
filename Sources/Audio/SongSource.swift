/// An open song file, before it is known at which rate it will be played.
package final class SongSource {
  var file: SongFile

  /// Opens the file. Throws when it is missing, of a kind that cannot be played, or damaged from the start.
  package init(path: String) throws(SongFailure) { file = try SongFile(path: path) }

  /// Of the file, in frames a second.
  package var sampleRate: Int { file.sampleRate }
}

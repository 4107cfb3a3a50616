import Domain
import Library

/// How loud a song is, as far as that decides how loud it is played.
struct SongLevel: Equatable {
  /// In LUFS; nil when the song is played as it is.
  var loudness: Float?
  /// In dB of full scale.
  var peak: Float?

  /// What popular music is mastered to, more or less. A song of which nothing is known counts as so loud: it may begin too
  /// quietly, but does not jump out among those that were turned down.
  static let usual: Float = -10

  /// What the catalog has measured counts, and until it has, what the file's tags say. Where an album's loudness is asked for
  /// and nobody knows it, the song's own does.
  ///
  /// - Parameter tags: of the song, read when they are needed.
  init(
    of index: Int, in list: [Recommendation], by levelling: PlayerSettings.Levelling, tags: () -> TaggedLoudness?
  ) {
    guard levelling != .off else { return }
    if levelling == .album, let loudness = AlbumLoudness.loudness(of: index, in: list) {
      self.loudness = loudness
      peak = AlbumLoudness.peak(of: index, in: list)
      return
    }
    let features = list[index].track.features
    // An album that was measured in part is as loud as its tags say, all of it.
    let tags = levelling == .album || features == nil ? tags() : nil
    if levelling == .album, let album = tags?.album {
      loudness = album
      peak = tags?.albumPeak
    } else {
      loudness = features?.loudness ?? tags?.track ?? Self.usual
      peak = features == nil ? tags?.trackPeak : features?.peak
    }
  }

  /// Reads the tags of a file that was opened, so that it is known to be no link.
  init(of index: Int, in list: [Recommendation], by levelling: PlayerSettings.Levelling, _ folder: MusicFolder) {
    self.init(of: index, in: list, by: levelling) {
      folder.path(of: list[index].track).flatMap { TagReader.loudness(ofFileAt: $0) }
    }
  }
}

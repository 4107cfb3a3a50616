import Domain
import Glibc

/// How loud an album is, from how loud its songs are.
enum AlbumLoudness {
  /// The loudness (LUFS) of the songs of one album that stand together around `index`: the mean of their powers, each as
  /// long as it lasts. Nil when it is not known of every one of them; a song without an album stands for itself.
  static func loudness(of index: Int, in list: [Recommendation]) -> Float? {
    var (power, seconds) = (0.0, 0.0)
    for song in songs(around: index, in: list) {
      guard let loudness = list[song].track.features?.loudness, loudness.isFinite else { return nil }
      let length = max(0.001, list[song].track.duration / .seconds(1))
      power += length * pow(10, Double(loudness) / 10)
      seconds += length
    }
    return Float(10 * log10(power / seconds))
  }

  /// The highest true peak (dB of full scale) of the same songs, as far as it was measured.
  static func peak(of index: Int, in list: [Recommendation]) -> Float? {
    songs(around: index, in: list).compactMap { list[$0].track.features?.peak }.max()
  }

  private static func songs(around index: Int, in list: [Recommendation]) -> Range<Int> {
    let track = list[index].track
    func belongs(_ other: Recommendation) -> Bool {
      !track.album.isEmpty && other.track.album == track.album && folder(other.track) == folder(track)
    }
    let first = list[..<index].lastIndex { !belongs($0) }.map { $0 + 1 } ?? 0
    let last = list[index...].dropFirst().firstIndex { !belongs($0) } ?? list.count
    return first..<last
  }

  /// Albums of one name by different people lie in different folders.
  private static func folder(_ track: Track) -> Substring {
    track.path.lastIndex(of: "/").map { track.path[..<$0] } ?? ""
  }
}

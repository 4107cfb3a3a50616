import Glibc

/// How loud the tags of a song say that it is: ReplayGain, and what RFC 7845 puts in its place for Opus.
///
/// Tags come from outside: what no music can be is taken as not said.
package struct TaggedLoudness: Equatable, Sendable {
  /// Of the song and of its album, in LUFS.
  package var track: Float?
  package var album: Float?
  /// The highest samples of both, in dB of full scale; the wave may be higher between samples.
  package var trackPeak: Float?
  package var albumPeak: Float?

  package init() {}

  /// - Parameter value: of a tag of this name.
  init(_ value: (String) -> String?) {
    func loudness(_ of: String) -> Float? {
      Self.loudness(opus: value("R128_\(of)_GAIN")) ?? Self.loudness(replayGain: value("REPLAYGAIN_\(of)_GAIN"))
    }
    track = loudness("TRACK")
    album = loudness("ALBUM")
    trackPeak = Self.peak(value("REPLAYGAIN_TRACK_PEAK"))
    albumPeak = Self.peak(value("REPLAYGAIN_ALBUM_PEAK"))
  }

  /// From the absolute gate of EBU R 128 to a full-scale square wave on both sides, and somewhat more.
  private static let possible: ClosedRange<Float> = -70...5

  /// Such as "-7.35 dB": what brings the song to −18 LUFS (ReplayGain 2.0).
  private static func loudness(replayGain text: String?) -> Float? {
    guard var text = text?.lowercased() else { return nil }
    if text.hasSuffix("db") { text.removeLast(2) }
    return number(text).map { -18 - $0 }.flatMap { possible.contains($0) ? $0 : nil }
  }

  /// Such as "-1280": 256ths of a dB that bring the song to −23 LUFS (RFC 7845, section 5.2.1).
  private static func loudness(opus text: String?) -> Float? {
    text.flatMap { Int16($0) }.map { -23 - Float($0) / 256 }.flatMap { possible.contains($0) ? $0 : nil }
  }

  /// Such as "0.988553": full scale is 1. What is beyond 16 no player would let pass.
  private static func peak(_ text: String?) -> Float? {
    text.flatMap(number).flatMap { $0 > 0 && $0 <= 16 ? 20 * log10f($0) : nil }
  }

  /// A decimal number; nil for the rest of what Swift reads as one, such as "nan" and "0x1p4".
  private static func number(_ text: String) -> Float? {
    let digits = text.filter { $0 != " " }
    guard digits.utf8.count < 20, digits.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.".contains($0)) }) else {
      return nil
    }
    return Float(digits)
  }
}

import CTag

/// Reads the tags of a song file with TagLib's C interface.
///
/// Its calls block on the disk. TagLib would follow links: look beforehand whether there are any.
package enum TagReader {
  /// Strings are ours to free; otherwise TagLib keeps them in a list that threads share.
  private static let ready: Void = {
    taglib_set_strings_unicode(1)
    taglib_set_string_management_enabled(0)
  }()

  /// The tags of the file, or nil when it has none that can be understood.
  static func tags(ofFileAt path: String) -> SongTags? {
    let tags = known(ofFileAt: path)
    guard path.lowercased().hasSuffix(".wav"), let own = WaveTags.tags(ofFileAt: path) else { return tags }
    var both = tags ?? SongTags()
    both.complete(from: own)
    return both
  }

  /// `taglib_file_new`
  private static func known(ofFileAt path: String) -> SongTags? {
    _ = ready
    guard let file = taglib_file_new(path) else { return nil }
    defer { taglib_file_free(file) }
    guard taglib_file_is_valid(file) != 0, let tag = taglib_file_tag(file) else { return nil }
    var tags = SongTags()
    tags.title = text(taglib_tag_title(tag))
    tags.artist = text(taglib_tag_artist(tag))
    tags.album = text(taglib_tag_album(tag))
    tags.genre = text(taglib_tag_genre(tag))
    tags.year = number(taglib_tag_year(tag))
    tags.number = number(taglib_tag_track(tag))
    return tags
  }

  /// Whether this build's TagLib tells of tags that not every song has; TagLib 1 does not.
  package static var knowsLoudness: Bool { tag_knows_properties() != 0 }

  /// How loud the tags say that the song is; nil when it has none that TagLib understands. `taglib_property_get`
  package static func loudness(ofFileAt path: String) -> TaggedLoudness? {
    _ = ready
    guard knowsLoudness, let file = taglib_file_new(path) else { return nil }
    defer { taglib_file_free(file) }
    guard taglib_file_is_valid(file) != 0 else { return nil }
    return TaggedLoudness { name in
      guard let values = taglib_property_get(file, name) else { return nil }
      defer { taglib_property_free(values) }
      return values[0].map { String(cString: $0) }
    }
  }

  /// Takes over a string of TagLib's; bytes that are not UTF-8 become U+FFFD.
  private static func text(_ string: UnsafeMutablePointer<CChar>?) -> String {
    guard let string else { return "" }
    defer { taglib_free(string) }
    return SongTags.cleaned(String(cString: string))
  }

  /// TagLib's 0 means that there is none.
  private static func number(_ number: UInt32) -> Int? {
    (1...9999).contains(number) ? Int(number) : nil
  }
}

import CSndfile

/// Writes sound files of every kind that the box plays, through libsndfile.
enum SongWriter {
  /// What files are made of, by the ends of their names.
  static let formats: [(ending: String, format: Int)] = [
    ("wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16), ("flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16),
    ("ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS), ("mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III),
  ]

  /// Throws words when the file cannot be written.
  static func write(
    _ mono: [Float], rate: Int, to path: String, format: Int, title: String = "", artist: String = ""
  ) throws(ListeningFailure) {
    var info = SF_INFO()
    info.samplerate = Int32(rate)
    info.channels = 1
    info.format = Int32(truncatingIfNeeded: format)
    guard let handle = sf_open(path, Int32(SFM_WRITE), &info) else {
      throw ListeningFailure("\(path): \(String(cString: sf_strerror(nil)))")
    }
    defer { sf_close(handle) }
    if !title.isEmpty { sf_set_string(handle, Int32(SF_STR_TITLE), title) }
    if !artist.isEmpty { sf_set_string(handle, Int32(SF_STR_ARTIST), artist) }
    guard sf_writef_float(handle, mono, sf_count_t(mono.count)) == sf_count_t(mono.count) else {
      throw ListeningFailure("\(path): \(String(cString: sf_strerror(handle)))")
    }
  }
}

struct ListeningFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

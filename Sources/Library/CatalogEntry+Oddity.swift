extension CatalogEntry {
  /// What looks like a mistake in a song that can be played; nil when nothing does.
  var oddity: String? {
    if track.duration < .seconds(10) {
      return "lasts only \(track.duration / .milliseconds(1) / 1000) s: is it a song?"
    }
    if track.duration > .seconds(7200) { return "lasts more than two hours: is it one song?" }
    if let loudness = features.loudness, loudness <= -50 { return "is next to silent (\(loudness) LUFS)" }
    if let peak = features.peak, peak > 3 { return "is cut off or far too loud (true peak \(peak) dB)" }
    if let year, year < 1860 { return "is from before there was recording: \(year)" }
    return nil
  }
}

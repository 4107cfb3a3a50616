/// What music is to do with a mood.
package enum MusicPolicy: String, CaseIterable, Sendable {
  /// Music that fits, or that does good where more of the same would not.
  case match
  /// Starts where the mood is and moves, song by song, to where one would like to be: the iso principle of music therapy.
  case lift
  /// As match, and each song is much like the one before.
  case steady
}

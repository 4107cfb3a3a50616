import Domain

/// What finds a face in a frame and reads it.
package protocol Eyes: Sendable {
  /// The scores of the nearest face, or nil when the frame shows none. Throws when a network cannot be run.
  func scores(in frame: Frame) async throws -> EmotionScores?
}

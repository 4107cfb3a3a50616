/// A song that fits, how well, and why in one sentence.
package struct Recommendation: Equatable, Sendable {
  package let track: Track
  /// How well it fits, 0…1; higher is better, comparable within one list only.
  package let score: Float
  /// One sentence for people, such as "Upbeat at 128 BPM in C major, which suits a happy mood."
  package let reason: String

  package init(track: Track, score: Float, reason: String) {
    self.track = track
    self.score = score
    self.reason = reason
  }
}

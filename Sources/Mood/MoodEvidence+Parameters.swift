extension MoodEvidence {
  /// When a look has seen enough. Settings check the ranges.
  package struct Parameters: Equatable, Sendable {
    /// At this confidence the look ends at once: 0.5…0.999.
    package var sureness: Float
    /// Below this confidence the box says "not sure" when patience runs out: 0.15…0.95.
    package var threshold: Float
    /// Frames with a face before a look may end early: 1…60.
    package var minimumFrames: Int
    /// How alike the frames of one look are, 0 (independent) … 1 (the same picture again).
    package var correlation: Float
    /// From the first face to a decision: 0.1…10 s.
    package var patience: Duration
    /// From the first frame until "no face": 0.5…30 s.
    package var faceTimeout: Duration
    /// Least probability that one frame can give an emotion: 0.0001…0.1.
    package var floor: Float

    package init(
      sureness: Float = 0.85, threshold: Float = 0.5, minimumFrames: Int = 4, correlation: Float = 0.5,
      patience: Duration = .seconds(2), faceTimeout: Duration = .seconds(3), floor: Float = 0.01
    ) {
      self.sureness = sureness
      self.threshold = threshold
      self.minimumFrames = minimumFrames
      self.correlation = correlation
      self.patience = patience
      self.faceTimeout = faceTimeout
      self.floor = floor
    }
  }
}

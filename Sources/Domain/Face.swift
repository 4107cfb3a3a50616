/// A face found in a frame, in the frame's pixels.
package struct Face: Equatable, Sendable {
  package let box: Rectangle
  package let landmarks: FaceLandmarks
  /// The detector's confidence, 0…1.
  package let score: Float

  package init(box: Rectangle, landmarks: FaceLandmarks, score: Float) {
    self.box = box
    self.landmarks = landmarks
    self.score = score
  }
}

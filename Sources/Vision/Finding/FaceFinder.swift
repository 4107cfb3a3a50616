import Domain

/// Finds faces, and their points to a fraction of a pixel. Not for use by two threads at a time.
package final class FaceFinder {
  private let detector: FaceDetector
  private let landmarks: LandmarkFinder

  package init(detector: FaceDetector, landmarks: LandmarkFinder) {
    self.detector = detector
    self.landmarks = landmarks
  }

  /// The score that a face must reach, above 0 and below 1.
  package var threshold: Float { detector.threshold }

  /// The faces in a frame, large ones first, in the frame's pixels; each once. Parts of them may lie beyond the frame's edges.
  package func faces(in frame: Frame) -> [Face] {
    detector.everyFace(in: frame).map { landmarks.refined($0, in: frame) }
  }

  /// The face of the person who stands nearest; small faces are not looked for.
  package func nearestFace(in frame: Frame) -> Face? {
    detector.faces(in: frame).nearest.map { landmarks.refined($0, in: frame) }
  }
}

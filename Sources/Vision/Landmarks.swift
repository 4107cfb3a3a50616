import Domain

extension FaceLandmarks {
  /// The five in order: eyes, nose, mouth corners.
  var points: [Point] { [leftEye, rightEye, nose, leftMouthCorner, rightMouthCorner] }

  /// Those that tell how a face is turned: the nose wanders when a head turns.
  var steady: [Point] { [leftEye, rightEye, leftMouthCorner, rightMouthCorner] }

  /// - Parameter points: Five, in the order of ``points``.
  init(points: [Point]) {
    precondition(points.count == 5, "a face has five points")
    self.init(
      leftEye: points[0], rightEye: points[1], nose: points[2], leftMouthCorner: points[3], rightMouthCorner: points[4])
  }

  package func mapped(_ transform: (Point) -> Point) -> FaceLandmarks {
    FaceLandmarks(points: points.map(transform))
  }
}

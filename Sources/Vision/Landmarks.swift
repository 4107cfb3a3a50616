import Domain

extension FaceLandmarks {
  /// The five in order: eyes, nose, mouth corners.
  var points: [Point] { [leftEye, rightEye, nose, leftMouthCorner, rightMouthCorner] }

  package func mapped(_ transform: (Point) -> Point) -> FaceLandmarks {
    FaceLandmarks(
      leftEye: transform(leftEye), rightEye: transform(rightEye), nose: transform(nose),
      leftMouthCorner: transform(leftMouthCorner), rightMouthCorner: transform(rightMouthCorner))
  }
}

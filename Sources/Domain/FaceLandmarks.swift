/// Five points of a face. Left and right are the picture's, not the person's.
package struct FaceLandmarks: Equatable, Sendable {
  package var leftEye: Point
  package var rightEye: Point
  package var nose: Point
  package var leftMouthCorner: Point
  package var rightMouthCorner: Point

  package init(leftEye: Point, rightEye: Point, nose: Point, leftMouthCorner: Point, rightMouthCorner: Point) {
    self.leftEye = leftEye
    self.rightEye = rightEye
    self.nose = nose
    self.leftMouthCorner = leftMouthCorner
    self.rightMouthCorner = rightMouthCorner
  }
}

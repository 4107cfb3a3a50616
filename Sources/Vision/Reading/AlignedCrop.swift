import Domain

/// A face as the emotion network knows faces: upright, its eyes and mouth where those of the training pictures are.
package struct AlignedCrop: Equatable, Sendable {
  /// Pixels across and down of the training pictures.
  package static let side = 48
  /// Where the box's own networks find the landmarks of the training pictures: the medians, made symmetric, in pixels.
  package static let template = FaceLandmarks(
    leftEye: Point(x: 15.1, y: 18.8), rightEye: Point(x: 32.9, y: 18.8), nose: Point(x: 24, y: 28.7),
    leftMouthCorner: Point(x: 16.6, y: 37.2), rightMouthCorner: Point(x: 31.4, y: 37.2))
  /// The box around such landmarks, as the detector's boxes lie.
  static let templateBox = Rectangle(x: 3.25, y: 0.9, width: 41.5, height: 49.5)

  /// `side × side` samples, row by row.
  package let luma: [UInt8]

  /// Takes a picture that is a crop already; traps unless it holds `side × side` samples.
  package init(luma: [UInt8]) {
    precondition(luma.count == Self.side * Self.side, "a crop has \(Self.side) × \(Self.side) samples")
    self.luma = luma
  }

  /// Cuts a face out of a frame: where the similarity puts it that brings the template's eyes and mouth corners closest
  /// to the face's, or else its box. The nose counts for nothing. Nil where neither landmarks nor box make sense.
  package init?(of face: Face, in frame: Frame) {
    guard let place = Self.place(of: face) else { return nil }
    luma = frame.cut(place, side: Self.side)
  }

  /// From the crop's pixels to the frame's.
  static func place(of face: Face) -> Similarity? {
    let corners = { (box: Rectangle) in
      [Point(x: box.x, y: box.y), Point(x: box.x + box.width, y: box.y + box.height)]
    }
    return [
      Similarity(from: template.steady, to: face.landmarks.steady),
      Similarity(from: corners(templateBox), to: corners(face.box)),
    ].lazy.compactMap { $0 }.first { place in
      (0.01...1_000).contains(place.scale) && abs(place.shift.x) < 1e6 && abs(place.shift.y) < 1e6
    }
  }

  /// The crop as the emotion network takes it, in steps of its input.
  func elements(scale: Float, zeroPoint: Int) -> [Int8] {
    StandardLight(of: luma).elements(luma, scale: scale, zeroPoint: zeroPoint)
  }

  package var quality: CropQuality { CropQuality(of: luma) }
}

import Domain

/// A face as the emotion network knows faces: upright, its eyes and mouth where those of the training pictures are.
package struct AlignedCrop: Equatable, Sendable {
  /// Pixels across and down of the training pictures.
  package static let side = 48
  /// Where the box's own detector finds the landmarks of the training pictures: the medians, made symmetric, in pixels.
  package static let template = FaceLandmarks(
    leftEye: Point(x: 15.25, y: 18.4), rightEye: Point(x: 32.75, y: 18.4), nose: Point(x: 24, y: 28.3),
    leftMouthCorner: Point(x: 16.75, y: 36.5), rightMouthCorner: Point(x: 31.25, y: 36.5))
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
  /// to the face's, or else its box. The nose counts for nothing, because it wanders when a head turns. Nil where neither
  /// landmarks nor box make sense.
  ///
  /// A sample is the mean of places all over the square of the frame that it covers, at most one and a half pixels apart,
  /// so that fine patterns do not flicker. Beyond the frame's edges its outermost samples go on.
  package init?(of face: Face, in frame: Frame) {
    guard let place = Self.place(of: face) else { return nil }
    let taps = min(max(1, Int((place.scale / 1.5).rounded(.up))), 32)
    let offsets = (0..<(taps * taps)).map { tap in
      place.turned(
        Point(x: (Float(tap % taps) + 0.5) / Float(taps), y: (Float(tap / taps) + 0.5) / Float(taps)))
    }
    let share = 1 / Float(offsets.count)
    luma = frame.luma.withUnsafeBufferPointer { luma in
      let picture = Bilinear(samples: luma, width: frame.width, height: frame.height)
      var crop: [UInt8] = []
      crop.reserveCapacity(Self.side * Self.side)
      for row in 0..<Self.side {
        for column in 0..<Self.side {
          let corner = place(Point(x: Float(column), y: Float(row)))
          var sum: Float = 0
          for offset in offsets { sum += picture.sample(x: corner.x + offset.x, y: corner.y + offset.y) }
          crop.append(UInt8((sum * share).rounded()))
        }
      }
      return crop
    }
  }

  /// From the crop's pixels to the frame's.
  private static func place(of face: Face) -> Similarity? {
    let steady = { (landmarks: FaceLandmarks) in
      [landmarks.leftEye, landmarks.rightEye, landmarks.leftMouthCorner, landmarks.rightMouthCorner]
    }
    let corners = { (box: Rectangle) in
      [Point(x: box.x, y: box.y), Point(x: box.x + box.width, y: box.y + box.height)]
    }
    return [
      Similarity(from: steady(template), to: steady(face.landmarks)),
      Similarity(from: corners(templateBox), to: corners(face.box)),
    ].lazy.compactMap { $0 }.first { place in
      (0.01...1_000).contains(place.scale) && abs(place.shift.x) < 1e6 && abs(place.shift.y) < 1e6
    }
  }

  /// The crop as the emotion network takes it, in steps of its input.
  ///
  /// Light is normalised as in training: (p − mean) / max(deviation, 1) with the crop's own mean and population standard
  /// deviation, clamped to ±4, then rounded to the nearest step, half to even.
  func elements(scale: Float, zeroPoint: Int) -> [Int8] {
    let (mean, deviation) = (quality.brightness, max(quality.contrast, 1))
    // Samples have few values.
    let table = (0...255).map { value in
      let light = min(max((Float(value) - mean) / deviation, -4), 4)
      let steps = (light / scale).rounded(.toNearestOrEven) + Float(zeroPoint)
      return Int8(min(127, max(-128, steps)))
    }
    return luma.map { table[Int($0)] }
  }

  package var quality: CropQuality { CropQuality(of: luma) }
}

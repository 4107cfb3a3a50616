import Domain

/// A rectangular part of a frame, to be looked at alone.
struct FramePart: Equatable {
  let x: Int
  let y: Int
  let width: Int
  let height: Int

  /// The four parts at a frame's corners that have `share` of its sides each, above a half, so that they overlap.
  static func corners(of frame: Frame, share: Float) -> [FramePart] {
    let width = min(Int((Float(frame.width) * share).rounded(.up)), frame.width)
    let height = min(Int((Float(frame.height) * share).rounded(.up)), frame.height)
    return [0, frame.height - height].flatMap { y in
      [0, frame.width - width].map { FramePart(x: $0, y: y, width: width, height: height) }
    }
  }

  /// What of the frame lies in the part.
  func cut(_ frame: Frame) -> Frame {
    let luma = (y..<(y + height)).flatMap { row in
      frame.luma[(row * frame.width + x)..<(row * frame.width + x + width)]
    }
    return Frame(width: width, height: height, luma: luma, time: frame.time)
  }

  /// Whether an area of the part, in the part's pixels, ends before those edges beyond which the frame goes on.
  func holds(_ area: Rectangle, in frame: Frame) -> Bool {
    (x == 0 || area.x >= 0) && (y == 0 || area.y >= 0)
      && (x + width == frame.width || area.x + area.width <= Float(width))
      && (y + height == frame.height || area.y + area.height <= Float(height))
  }

  /// A face of the part, in the frame's pixels.
  func inFrame(_ face: Face) -> Face {
    let box = face.box
    let (x, y) = (Float(x), Float(y))
    return Face(
      box: Rectangle(x: box.x + x, y: box.y + y, width: box.width, height: box.height),
      landmarks: face.landmarks.mapped { Point(x: $0.x + x, y: $0.y + y) }, score: face.score)
  }
}

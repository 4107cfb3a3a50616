import Domain
import Glibc
import Pictures

@testable import Vision

/// The seven scenes of Tests/Fixtures/scenes, each a composite face in a drawn room.
enum Scene {
  static func frame(_ emotion: Emotion) throws -> Frame {
    try Photograph(at: "\(Networks.root)/Tests/Fixtures/scenes/\(emotion.name).png").frame
  }

  /// Where Models/training/fixtures.py put the face: pixels a crop's pixel, the crop's middle, and degrees it leans.
  private static func place(_ emotion: Emotion) -> (scale: Float, x: Float, y: Float, degrees: Float) {
    switch emotion {
    case .angry: (5.2, 320, 225, 0)
    case .disgust: (5.0, 260, 215, -4)
    case .fear: (4.8, 380, 230, 3)
    case .happy: (5.4, 310, 230, 5)
    case .sad: (5.0, 350, 220, -3)
    case .surprise: (4.6, 285, 210, 2)
    case .neutral: (4.9, 330, 215, 0)
    }
  }

  /// The points that should be found: the template's, where the crop was put.
  static func landmarks(_ emotion: Emotion) -> FaceLandmarks {
    let (scale, x, y, degrees) = place(emotion)
    let (cosine, sine) = (scale * cosf(degrees * .pi / 180), scale * sinf(degrees * .pi / 180))
    return AlignedCrop.template.mapped { point in
      let (u, v) = (point.x - Float(AlignedCrop.side) / 2, point.y - Float(AlignedCrop.side) / 2)
      return Point(x: x + cosine * u - sine * v, y: y + sine * u + cosine * v)
    }
  }

  /// The box that a detector should find; faces lean by at most five degrees, which is left out.
  static func box(_ emotion: Emotion) -> Rectangle {
    let (scale, x, y, _) = place(emotion)
    let box = AlignedCrop.templateBox
    let middle = Float(AlignedCrop.side) / 2
    return Rectangle(
      x: x + (box.x - middle) * scale, y: y + (box.y - middle) * scale, width: box.width * scale,
      height: box.height * scale)
  }
}

extension Frame {
  func mapped(_ change: (UInt8) -> UInt8) -> Frame {
    Frame(width: width, height: height, luma: luma.map(change), time: time)
  }

  var mirrored: Frame {
    let rows = (0..<height).flatMap { luma[($0 * width)..<(($0 + 1) * width)].reversed() }
    return Frame(width: width, height: height, luma: rows)
  }

  var upsideDown: Frame { Frame(width: width, height: height, luma: luma.reversed()) }

  /// The frame at half its size.
  var halved: Frame {
    Frame(width: width / 2, height: height / 2, luma: averaged(columns: width / 2, rows: height / 2))
  }

  /// The frame with another to its right, at its upper edge.
  func beside(_ other: Frame) -> Frame {
    let rows = (0..<height).flatMap { row in
      let right = row < other.height ? Array(other.luma[(row * other.width)..<((row + 1) * other.width)]) : []
      return Array(luma[(row * width)..<((row + 1) * width)]) + right
        + [UInt8](repeating: 128, count: other.width - right.count)
    }
    return Frame(width: width + other.width, height: height, luma: rows)
  }
}

import Domain
import Pictures

/// Pictures that tests compose of the fixture scenes.
enum Picture {
  static func scene(_ name: String) throws -> Frame { try Photograph(at: Program.fixture("scenes/\(name).png")).frame }

  /// Computes every sample.
  static func frame(width: Int, height: Int, _ luma: (_ x: Int, _ y: Int) -> UInt8) -> Frame {
    var samples: [UInt8] = []
    samples.reserveCapacity(width * height)
    for y in 0..<height {
      for x in 0..<width { samples.append(luma(x, y)) }
    }
    return Frame(width: width, height: height, luma: samples)
  }

  /// One beside the other; they are equally high.
  static func row(_ left: Frame, _ right: Frame) -> Frame {
    frame(width: left.width + right.width, height: left.height) { x, y in
      x < left.width ? left.luma[y * left.width + x] : right.luma[y * right.width + x - left.width]
    }
  }

  static func turned(_ picture: Frame) -> Frame {
    Frame(width: picture.width, height: picture.height, luma: picture.luma.reversed())
  }

  /// Each sample as a square of so many.
  static func enlarged(_ picture: Frame, by factor: Int) -> Frame {
    frame(width: picture.width * factor, height: picture.height * factor) { x, y in
      picture.luma[y / factor * picture.width + x / factor]
    }
  }

  /// A gradient: something to look at, and no face.
  static let landscape = frame(width: 320, height: 240) { x, y in UInt8(clamping: 40 + x / 4 + y / 3) }
}

import Domain
import Pictures
import Vision

/// A picture that shows what the box looked at: the frame in grey, what spoke for each face's emotion in orange, what
/// spoke against it in blue.
struct ExplainedPicture {
  private static let forIt: (Float, Float, Float) = (255, 120, 0)
  private static let againstIt: (Float, Float, Float) = (0, 90, 255)
  /// The share of colour where the evidence is strongest.
  private static let strength: Float = 0.6

  private let frame: Frame
  private var pixels: [UInt8]

  init(_ frame: Frame) {
    self.frame = frame
    pixels = frame.luma.flatMap { [$0, $0, $0] }
  }

  mutating func paint(_ explanation: Explanation) {
    func range(_ places: [Float], _ side: Int) -> Range<Int> {
      let (low, high) = (places.min() ?? 0, places.max() ?? 0)
      let limits = 0...Float(side)
      return Int(min(max(low, 0), limits.upperBound))..<Int(min(max(high.rounded(.up), 0), limits.upperBound))
    }
    for y in range(explanation.corners.map(\.y), frame.height) {
      for x in range(explanation.corners.map(\.x), frame.width) {
        guard let evidence = explanation.evidence(at: Point(x: Float(x) + 0.5, y: Float(y) + 0.5)) else { continue }
        mix(evidence > 0 ? Self.forIt : Self.againstIt, abs(evidence) * Self.strength, at: (y * frame.width + x) * 3)
      }
    }
  }

  private mutating func mix(_ colour: (Float, Float, Float), _ share: Float, at index: Int) {
    for (offset, value) in [colour.0, colour.1, colour.2].enumerated() {
      let grey = Float(pixels[index + offset])
      pixels[index + offset] = UInt8(min(max(grey + share * (value - grey), 0), 255))
    }
  }

  /// The bytes of a PNG file; nil where there is no memory for them.
  var png: [UInt8]? { PNGEncoder.bytes(ofColours: pixels, width: frame.width, height: frame.height) }
}

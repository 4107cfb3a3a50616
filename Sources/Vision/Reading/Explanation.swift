import Domain

/// Which parts of a face made the box read the emotion that it read, in the frame's pixels.
package struct Explanation: Sendable {
  /// The emotion read.
  package let emotion: Emotion
  /// The corners of what the emotion network saw, clockwise from its own upper left.
  package let corners: [Point]
  private let place: Similarity
  private let map: EvidenceMap
  private let greatest: Float

  /// Nil where the face cannot be cut out.
  package init?(of face: Face, in frame: Frame, by reader: EmotionReader) {
    guard let place = AlignedCrop.place(of: face), let crop = AlignedCrop(of: face, in: frame) else { return nil }
    let reading = reader.reading(of: crop)
    let (emotion, map) = (reading.scores.strongest, reading.map)
    self.emotion = emotion
    self.map = map
    self.place = place
    greatest = (0..<(map.rows * map.columns)).reduce(Float.leastNormalMagnitude) {
      max($0, abs(map.evidence(for: emotion, row: $1 / map.columns, column: $1 % map.columns)))
    }
    let side = Float(AlignedCrop.side)
    corners = [(0, 0), (side, 0), (side, side), (0, side)].map { place(Point(x: $0.0, y: $0.1)) }
  }

  /// How much the surroundings of a position speak for the emotion (up to 1) or against it (down to −1); nil for what the
  /// network did not see.
  package func evidence(at point: Point) -> Float? {
    let inside = place.inverse(point)
    let (x, y) = (inside.x / Float(AlignedCrop.side), inside.y / Float(AlignedCrop.side))
    guard (0...1).contains(x), (0...1).contains(y) else { return nil }
    return map.evidence(for: emotion, x: x, y: y) / greatest
  }
}

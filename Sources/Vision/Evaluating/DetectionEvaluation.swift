import Domain

/// How well a face detector finds the marked faces, and how often it sees faces where there are none.
package struct DetectionEvaluation: Equatable, Sendable {
  /// Boxes that overlap the marked one by at least this are right (PASCAL VOC, 2010).
  static let right: Float = 0.5

  /// Pictures with a marked face, and how many of those were found.
  package private(set) var faces = 0
  package private(set) var found = 0
  /// Pictures without a face, and in how many of those one was seen.
  package private(set) var backgrounds = 0
  package private(set) var falseAlarms = 0
  private var landmarkErrors: [Float] = []

  package init() {}

  /// Counts a picture with one marked face; other faces in it are neither right nor wrong.
  package mutating func add(_ seen: [Face], box: Rectangle, landmarks: FaceLandmarks) {
    faces += 1
    let right = seen.filter { $0.box.overlap(box) >= Self.right }
    guard let face = right.max(by: { $0.score < $1.score }) else { return }
    found += 1
    let distances = zip(face.landmarks.points, landmarks.points).map { Self.distance($0, $1) }
    let eyes = Self.distance(landmarks.leftEye, landmarks.rightEye)
    if eyes > 0 { landmarkErrors.append(distances.reduce(0, +) / Float(distances.count) / eyes) }
  }

  /// Counts a picture without a face.
  package mutating func add(background seen: [Face]) {
    backgrounds += 1
    if !seen.isEmpty { falseAlarms += 1 }
  }

  /// The share of marked faces found, 0…1.
  package var recall: Double { Double(found) / Double(max(faces, 1)) }

  /// The share of pictures without a face in which one was seen, 0…1.
  package var falseAlarmRate: Double { Double(falseAlarms) / Double(max(backgrounds, 1)) }

  /// Mean distance of the five landmarks of the faces found, in distances between the eyes; nil before the first.
  package var landmarkError: Float? {
    landmarkErrors.isEmpty ? nil : landmarkErrors.reduce(0, +) / Float(landmarkErrors.count)
  }

  private static func distance(_ a: Point, _ b: Point) -> Float {
    ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
  }
}

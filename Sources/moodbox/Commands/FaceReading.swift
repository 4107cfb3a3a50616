import Domain
import Hub
import Mood
import Pictures

/// A face in a picture and what it shows.
struct FaceReading {
  /// In the original picture's pixels.
  let box: Rectangle
  let landmarks: FaceLandmarks
  let score: Float
  let mood: Mood

  init(face: Face, scores: EmotionScores, in photograph: Photograph) {
    box = photograph.original(face.box)
    landmarks = face.landmarks.mapped(photograph.original)
    score = face.score
    mood = Mood(scores)
  }

  var json: JSONValue {
    guard case .object(var members) = mood.json else { return mood.json }
    members["box"] = .object([
      "x": .rounded(box.x), "y": .rounded(box.y), "width": .rounded(box.width), "height": .rounded(box.height),
    ])
    members["landmarks"] = .object([
      "left_eye": json(landmarks.leftEye), "right_eye": json(landmarks.rightEye), "nose": json(landmarks.nose),
      "left_mouth_corner": json(landmarks.leftMouthCorner), "right_mouth_corner": json(landmarks.rightMouthCorner),
    ])
    members["score"] = .rounded(score)
    return .object(members)
  }

  private func json(_ point: Point) -> JSONValue { .object(["x": .rounded(point.x), "y": .rounded(point.y)]) }

  /// One line for people.
  var line: String {
    let place =
      "\(Int(box.width.rounded()))×\(Int(box.height.rounded())) at \(Int(box.x.rounded())), \(Int(box.y.rounded()))"
    return "\(mood.emotion.name) \(Int((mood.confidence * 100).rounded())) %, \(place)"
  }
}

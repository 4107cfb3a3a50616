import Hub
import Pictures

/// What was found in one picture, or why it could not be read.
struct PictureReport {
  let file: String
  let result: Result<(width: Int, height: Int, faces: [FaceReading]), PictureError>

  var failed: Bool { if case .failure = result { true } else { false } }

  var json: JSONValue {
    switch result {
    case .success(let picture):
      .object([
        "file": .string(file), "width": .number(Double(picture.width)), "height": .number(Double(picture.height)),
        "faces": .array(picture.faces.map(\.json)),
      ])
    case .failure(let error): .object(["file": .string(file), "error": .string("\(error)")])
    }
  }

  func printForPeople() {
    switch result {
    case .success(let picture):
      let count =
        picture.faces.isEmpty ? "no face" : picture.faces.count == 1 ? "1 face" : "\(picture.faces.count) faces"
      Terminal.print("\(file): \(count)")
      for face in picture.faces { Terminal.print("  \(face.line)") }
    case .failure(let error): Terminal.complain("\(error)")
    }
  }
}

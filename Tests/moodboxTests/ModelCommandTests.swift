import Domain
import FoundationEssentials
import Hub
import Inference
import Pictures
import Testing
import Vision

@Suite("model")
struct ModelCommandTests {
  private let folder = TemporaryFolder()

  @Test(
    "describes a network",
    arguments: [("face", [1, 120, 160, 1], 9), ("points", [1, 64, 64, 1], 1), ("emotion", [1, 48, 48, 1], 3)])
  func show(name: String, input: [Int], outputs: Int) async throws {
    let file = "\(Program.models)/\(name).tflite"
    let outcome = try await Program.run("model", "show", file, "--json")
    #expect(outcome.code == 0)
    let description = try outcome.json()
    #expect(description["file"]?.string == file)
    #expect(description["inputs"]?.array?.first?["shape"]?.array?.compactMap(\.number) == input.map(Double.init))
    #expect(description["outputs"]?.array?.count == outputs)
    let operators = try #require(description["operators"]?.array)
    let sum = operators.reduce(0) { $0 + ($1["multiplications"]?.number ?? 0) }
    #expect(sum > 1_000_000 && sum == description["multiplications"]?.number)
    let text = try await Program.run("model", "show", file)
    #expect(text.code == 0 && text.output.split(separator: "\n").count >= operators.count)
  }

  @Test("times a network")
  func bench() async throws {
    let outcome = try await Program.run("model", "bench", "\(Program.models)/face.tflite", "--runs", "3", "--json")
    #expect(outcome.code == 0)
    let figures = try outcome.json()
    let (median, fastest) = (figures["median_us"]?.number ?? 0, figures["fastest_us"]?.number ?? 0)
    #expect(figures["runs"]?.number == 3 && fastest > 0 && median >= fastest)
    let text = try await Program.run("model", "bench", "\(Program.models)/face.tflite", "--runs", "1")
    #expect(text.output.hasPrefix("face.tflite/") && text.output.contains("/median ") && text.output.contains(" us\n"))
  }

  @Test("times a whole look at a picture, if there is a face in it")
  func frame() async throws {
    let words = ["model", "bench-frame", "--models", Program.models, "--runs", "2", "--json"]
    let scene = try await Program.run(words + [Program.fixture("scenes/happy.png")])
    #expect(scene.code == 0, "\(scene.errors)")
    #expect(try scene.json()["median_us"]?.number.map { $0 > 0 } == true)
    let empty = try await Program.run(words + [Program.fixture("pictures/grey.png")])
    #expect(empty.code == 1)
  }

  @Test("times the kernels that are asked for, and names those there are when there are none of the name")
  func kernels() async throws {
    let file = "\(Program.models)/emotion.tflite"
    let plain = try await Program.run(
      ["model", "bench", file, "--runs", "1", "--json"], environment: ["MOODBOX_KERNELS": "reference"])
    #expect(try plain.json()["kernels"]?.string == "reference")
    let unknown = try await Program.run(["model", "bench", file], environment: ["MOODBOX_KERNELS": "abacus"])
    #expect(unknown.code == 1 && unknown.errors.contains("abacus") && unknown.errors.contains("reference"))
  }

  @Test("refuses files that are no sound networks, and names them")
  func hostile() async throws {
    let refused = "\(Program.checkout)/Tests/InferenceTests/Refused"
    var files = try FileManager.default.contentsOfDirectory(atPath: refused).filter { $0.hasSuffix(".tflite") }
      .map { "\(refused)/\($0)" }
    #expect(files.count > 10)
    let whole = Array(try Data(contentsOf: URL(filePath: "\(Program.models)/emotion.tflite")))
    for count in [0, 7, 100, whole.count / 2, whole.count - 1000] {
      files.append(try folder.write(whole.prefix(count), to: "\(count).tflite"))
    }
    files += ["/dev/zero", folder.path, "\(folder.path)/none.tflite", Program.fixture("pictures/grey.png")]
    for file in files {
      let outcome = try await Program.run("model", "show", file)
      #expect(outcome.code == 1 && outcome.output.isEmpty, "\(file)")
      #expect(
        outcome.errors.hasPrefix("moodbox: \(file): ") && outcome.errors.count < file.count + 400, "\(outcome.errors)")
    }
    #expect(try await Program.run("model", "bench", files[0]).code == 1)
  }

  @Test("measures how often the emotion is right on labelled pictures")
  func evaluateEmotion() async throws {
    let detector = try FaceDetector(network: try Networks.network("face"), kernels: ReferenceKernels())
    let crops = try Emotion.allCases.map { emotion in
      let scene = try Picture.scene(emotion.name)
      let face = try #require(detector.faces(in: scene).first)
      return try #require(AlignedCrop(of: face, in: scene))
    }
    let side = AlignedCrop.side
    let sheet = Picture.frame(width: ContactSheet.columns * side, height: side) { x, y in
      x / side < crops.count ? crops[x / side].luma[y * side + x % side] : 0
    }
    try FileManager.default.createDirectory(atPath: "\(folder.path)/emotion", withIntermediateDirectories: true)
    try folder.write(GreyPng.bytes(sheet), to: "emotion/own.png")
    // Ten votes each for what they are, but for the last, neutral, which the annotators call sad.
    let columns = ["anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral", "contempt"]
    var table =
      "split,index,fer2013_label,copy_of_a_training_image,\(columns.joined(separator: ",")),unknown,not_a_face\n"
    for emotion in Emotion.allCases {
      let voted = emotion == .neutral ? Emotion.sad : emotion
      let votes = columns.indices.map { $0 == voted.rawValue ? "10" : "0" }
      table += "own,\(emotion.rawValue),\(emotion.name),0,\(votes.joined(separator: ",")),0,0\n"
    }
    try folder.write(table.utf8, to: "emotion/labels.csv")

    let words = ["model", "evaluate", "emotion", "--data", folder.path, "--split", "own", "--models", Program.models]
    let outcome = try await Program.run(words + ["--json"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let majority = try outcome.json()["majority"]
    #expect(majority?["pictures"]?.number == 7 && majority?["right"]?.number == 6)
    #expect(try outcome.json()["fer2013_labels"]?["right"]?.number == 7)
    let text = try await Program.run(words)
    #expect(text.output.contains("accuracy 85.71 %"))

    let report = "\(folder.path)/report"
    #expect(try await Program.run(words + ["--report", report]).code == 0)
    for kind in ["confusion", "calibration", "risk-coverage"] {
      let drawing = try String(contentsOfFile: "\(report)/emotion-\(kind).svg", encoding: .utf8)
      #expect(drawing.hasPrefix("<svg ") && drawing.hasSuffix("</svg>\n"))
    }
    #expect(try String(contentsOfFile: "\(report)/emotion-confusion.svg", encoding: .utf8).contains(">contempt</text>"))

    let other = try await Program.run("model", "evaluate", "emotion", "--data", folder.path, "--models", Program.models)
    #expect(other.code == 1 && other.errors.contains("private-test.png"))
  }

  @Test("measures the whole way from pictures in folders to moods")
  func evaluateMood() async throws {
    for (file, name) in [("happy/a", "happy"), ("sad/a", "sad"), ("sad/b", "surprise")] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(file.dropLast(2))", withIntermediateDirectories: true)
      try folder.write(GreyPng.bytes(try Picture.scene(name)), to: "\(file).png")
    }
    try folder.write(GreyPng.bytes(Picture.landscape), to: "happy/nobody.png")
    let words = ["model", "evaluate", "mood", "--data", folder.path, "--models", Program.models]
    let outcome = try await Program.run(words + ["--json", "--report", folder.path])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let figures = try outcome.json()
    #expect(figures["pictures"]?.number == 4 && figures["found"]?.number == 3)
    #expect(abs((figures["accuracy"]?.number ?? 0) - 2.0 / 3) < 1e-9)
    #expect(figures["coverage"]?.number == 0.75)
    #expect(FileManager.default.fileExists(atPath: "\(folder.path)/mood-risk-coverage.svg"))
    let text = try await Program.run(words)
    #expect(text.output.hasPrefix("a face in 3 of 4 pictures: 75.00 %\nof these read rightly: 66.67 %\n"))
    let nothing = try await Program.run(
      "model", "evaluate", "mood", "--data", "\(folder.path)/happy", "--models", Program.models)
    #expect(nothing.code == 1 && nothing.errors.contains("no pictures here"))
  }

  @Test("measures how many faces are found, and how many that are none")
  func evaluateFace() async throws {
    let detector = try FaceDetector(network: try Networks.network("face"), kernels: ReferenceKernels())
    for name in ["faces/images", "backgrounds"] {
      try FileManager.default.createDirectory(atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
    var table = "image,split,left,top,right,bottom"
    for point in ["eye1", "eye2", "nose", "mouth1", "mouth2"] { table += ",\(point)_x,\(point)_y" }
    for (name, shift) in [("happy", Float(0)), ("sad", 0), ("fear", 300)] {
      let scene = try Picture.scene(name)
      try folder.write(GreyPng.bytes(scene), to: "faces/images/\(name).png")
      let face = try #require(detector.faces(in: scene).first)
      let (box, marks) = (face.box, face.landmarks)
      // The last is marked where the face is not.
      table += "\n\(name).png,test,\(box.x + shift),\(box.y),\(box.x + shift + box.width),\(box.y + box.height)"
      for point in [marks.leftEye, marks.rightEye, marks.nose, marks.leftMouthCorner, marks.rightMouthCorner] {
        table += ",\(point.x),\(point.y)"
      }
    }
    try folder.write(table.utf8, to: "faces/faces.csv")
    try folder.write(GreyPng.bytes(Picture.landscape), to: "backgrounds/plain.png")
    try folder.write("image,split\nplain.png,test\nother.png,train\n".utf8, to: "backgrounds/split.csv")

    let words = ["model", "evaluate", "face", "--data", folder.path, "--models", Program.models]
    let outcome = try await Program.run(words + ["--json"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let figures = try outcome.json()
    #expect(figures["faces"]?.number == 3 && figures["found"]?.number == 2)
    #expect(figures["backgrounds"]?.number == 1 && figures["false_alarms"]?.number == 0)
    #expect(try await Program.run(words).output.hasPrefix("found 2 of 3 faces: 66.67 %\n"))
  }
}

/// The box's own networks.
private enum Networks {
  static func network(_ name: String) throws -> Network {
    try Network(bytes: Array(try Data(contentsOf: URL(filePath: "\(Program.models)/\(name).tflite"))))
  }
}

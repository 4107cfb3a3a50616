import Domain
import Hub
import Pictures
import System
import Testing

@Suite("detect")
struct DetectCommandTests {
  private let folder = TemporaryFolder()

  private func detect(_ files: String...) async throws -> Program.Outcome {
    try await Program.run(["detect", "--models", Program.models, "--json"] + files)
  }

  private func faces(in picture: JSONValue?) -> [JSONValue] { picture?["faces"]?.array ?? [] }

  @Test("reads the emotion of every fixture scene, and where the face is")
  func scenes() async throws {
    let files = Emotion.allCases.map { Program.fixture("scenes/\($0.name).png") }
    let outcome = try await Program.run(["detect", "--models", Program.models, "--json"] + files)
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    let pictures = try #require(try outcome.json().array)
    #expect(pictures.count == files.count)
    for ((picture, emotion), file) in zip(zip(pictures, Emotion.allCases), files) {
      #expect(picture["file"]?.string == file)
      #expect(picture["width"]?.number == 640 && picture["height"]?.number == 480)
      #expect(faces(in: picture).count == 1)
      let face = try #require(faces(in: picture).first)
      #expect(face["emotion"]?.string == emotion.name)
      let scores = try Emotion.allCases.map { try #require(face["scores"]?[$0.name]?.number) }
      #expect(abs(scores.reduce(0, +) - 1) < 0.001)
      let (eye, mouth) = (face["landmarks"]?["left_eye"], face["landmarks"]?["left_mouth_corner"])
      #expect((eye?["y"]?.number ?? .infinity) < (mouth?["y"]?.number ?? 0))
    }
  }

  @Test("tells people the same, one line a face")
  func forPeople() async throws {
    let file = Program.fixture("scenes/happy.png")
    let outcome = try await Program.run("detect", "--models", Program.models, file)
    #expect(outcome.code == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 2 && lines[0] == "\(file): 1 face")
    #expect(lines[1].hasPrefix("  happy ") && lines[1].contains(" %, "))
  }

  @Test(
    "says what is the matter with a file, and reads the others all the same",
    arguments: [
      ("pictures/text.jpg", "this looks like text"), ("pictures/empty.jpg", "the file is empty"),
      ("pictures/none.jpg", "there is no such file"), ("pictures", "not a file"), ("pictures/bomb.png", "pixels"),
      ("pictures/truncated.png", "damaged"), ("songs/tagged.mp3", "not a JPEG or PNG picture"),
    ])
  func unreadable(name: String, words: String) async throws {
    let outcome = try await detect(Program.fixture(name), Program.fixture("scenes/sad.png"))
    #expect(outcome.code == 1)
    let pictures = try #require(try outcome.json().array)
    let error = try #require(pictures.first?["error"]?.string)
    #expect(error.hasPrefix(Program.fixture(name)) && error.contains(words), "\(error)")
    #expect(faces(in: pictures.last).first?["emotion"]?.string == "sad")
  }

  @Test(
    "leaves the camera closed while privacy is on, also when nobody can tell whether it is",
    arguments: [(#"{"privacy":true,"volume":40}"#, "privacy is on"), ("scratched", "privacy is on to be safe")])
  func privacy(memory: String, words: String) async throws {
    let household = try Household()
    _ = try household.folder.write(memory.utf8, to: "state/box.json")
    let outcome = try await household.run("detect", "--json")
    #expect(outcome.code == 1 && outcome.output.isEmpty)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test("does not take a box that gives no answer for one that is not running")
  func silentBox() async throws {
    let household = try Household()
    let listener = try LocalListener(path: "\(household.folder.path)/control.sock")
    async let outcome = household.run("detect")
    _ = try await listener.accept()
    let (code, errors) = (try await outcome.code, try await outcome.errors)
    #expect(code == 1 && errors.contains("the box is running"), "\(errors)")
  }

  @Test("finds no face where there is none, which is no failure")
  func noFace() async throws {
    let file = try folder.write(GreyPng.bytes(Picture.landscape), to: "landscape.png")
    let outcome = try await detect(file)
    #expect(outcome.code == 0)
    #expect(try outcome.json().array?.first?["faces"]?.array == [])
    #expect(try await Program.run("detect", "--models", Program.models, file).output == "\(file): no face\n")
  }

  @Test("finds several faces in one picture, each with its own emotion")
  func several() async throws {
    let both = Picture.row(try Picture.scene("happy"), try Picture.scene("surprise"))
    let outcome = try await detect(try folder.write(GreyPng.bytes(both), to: "both.png"))
    let found = faces(in: try outcome.json().array?.first)
    #expect(found.count == 2)
    let left = found.first { ($0["box"]?["x"]?.number ?? 640) < 500 }
    let right = found.first { ($0["box"]?["x"]?.number ?? 0) >= 640 }
    #expect(left?["emotion"]?.string == "happy" && right?["emotion"]?.string == "surprise")
  }

  @Test("turns a picture as its EXIF orientation says, and takes one without as it is")
  func upsideDown() async throws {
    let turned = Picture.turned(try Picture.scene("happy"))
    let marked = try folder.write(try GreyJpeg.bytes(turned, orientation: 3), to: "marked.jpg")
    let upright = faces(in: try await detect(marked).json().array?.first)
    #expect(upright.count == 1 && upright.first?["emotion"]?.string == "happy")

    let plain = try folder.write(try GreyJpeg.bytes(turned), to: "plain.jpg")
    let outcome = try await detect(plain)
    #expect(outcome.code == 0)
    // Whatever it may see in a face on its head, it does not see the upright one.
    let eyes = faces(in: try outcome.json().array?.first).map { $0["landmarks"]?["left_eye"]?["y"]?.number }
    #expect(!eyes.contains(upright.first?["landmarks"]?["left_eye"]?["y"]?.number))
  }

  @Test("looks at a photograph of 50 megapixels, and counts in its pixels")
  func large() async throws {
    let scene = try Picture.scene("happy")
    let large = Picture.enlarged(scene, by: 13)
    let file = try folder.write(try GreyJpeg.bytes(large), to: "large.jpg")
    let picture = try #require(try await detect(file).json().array?.first)
    #expect(picture["width"]?.number == 8320 && picture["height"]?.number == 6240)
    let face = try #require(faces(in: picture).first)
    #expect(face["emotion"]?.string == "happy")
    let small = try await detect(Program.fixture("scenes/happy.png")).json().array?.first
    for key in ["x", "y", "width", "height"] {
      let expected = try #require(faces(in: small).first?["box"]?[key]?.number)
      let found = try #require(face["box"]?[key]?.number)
      #expect(abs(found - 13 * expected) < 200)
    }
  }

  @Test("paints what it looked at over the face, and nothing else, into the file that was asked for")
  func explain() async throws {
    let scene = Program.fixture("scenes/happy.png")
    let file = "\(folder.path)/why.png"
    let outcome = try await Program.run("detect", "--models", Program.models, scene, "--explain", file)
    #expect(outcome.code == 0 && outcome.output.contains("happy"), "\(outcome.errors)")
    let (before, after) = (try Photograph(at: scene).frame, try Photograph(at: file).frame)
    #expect(after.width == before.width && after.height == before.height)
    let changed = before.luma.indices.filter { before.luma[$0] != after.luma[$0] }
    #expect(changed.count > 5_000 && changed.count < before.luma.count / 2)
    let face = try #require(faces(in: try await detect(scene).json().array?.first).first)
    let left = try #require(face["box"]?["x"]?.number)
    let width = try #require(face["box"]?["width"]?.number)
    #expect(changed.allSatisfy { abs(Double($0 % before.width) - left - width / 2) < width })
  }

  @Test("explains one picture at a time, and says why it cannot write")
  func explainOne() async throws {
    let scene = Program.fixture("scenes/happy.png")
    let words = ["detect", "--models", Program.models, scene, "--explain"]
    #expect(try await Program.run(words + ["a.png", scene]).code == 2)
    let nowhere = try await Program.run(words + ["\(folder.path)/none/why.png"])
    #expect(nowhere.code == 1 && nowhere.errors.contains("\(folder.path)/none/why.png"), "\(nowhere.errors)")
  }

  @Test("needs networks, and says where it looked for them")
  func noNetworks() async throws {
    let outcome = try await Program.run("detect", "--models", folder.path, Program.fixture("scenes/sad.png"))
    #expect(outcome.code == 1 && outcome.errors.contains("\(folder.path)/face.tflite: there is no such file"))
    try folder.write("none".utf8, to: "face.tflite")
    let damaged = try await Program.run("detect", "--models", folder.path, Program.fixture("scenes/sad.png"))
    #expect(damaged.code == 1 && damaged.errors.contains("\(folder.path)/face.tflite: "))
  }
}

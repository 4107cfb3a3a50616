import Appliance
import Domain
import Hub
import LinuxDevices
import Mood
import Pictures
import Settings
import Vision

/// `detect [IMAGE…]`: one look at files, or at the camera.
struct DetectCommand: Command {
  static let name = "detect"
  static let summary = "find the faces in pictures and read their emotions"
  static let help = """
    Usage: moodbox detect [IMAGE…] [--json] [--explain FILE] [--sensitivity N] [--models DIR] [--settings FILE]

    Finds the faces in JPEG and PNG pictures and reads the emotion of each. Without a picture it looks through the camera
    once, as the button does; the service must be stopped for that, since a camera serves one program at a time, and
    privacy must be off.
    Positions are in the picture's own pixels, from its top left corner. Nothing is stored or sent, but for what
    --explain asks for.

      --json           print one JSON array, with one object for each picture
      --explain FILE   write the picture, one only, to FILE as PNG, and show in it what made the box read each emotion:
                       orange speaks for it, blue against it
      --sensitivity N  0…100: higher finds more faces, and more that are none
      --models DIR     folder of the networks
      --settings FILE  instead of \(SettingsFile.standard)

    Exit code 1 if a picture could not be read.

    Example:
      moodbox detect family.jpg --json
    """

  private let files: [String]
  private let json: Bool
  private let explanation: String?
  private let settings: Settings
  private let models: String

  init(_ words: [String]) throws {
    let arguments = try Arguments(words, flags: ["json"], valued: ["explain", "sensitivity", "models", "settings"])
    files = arguments.operands
    json = arguments.has("json")
    explanation = arguments.value("explain")
    if explanation != nil, files.count != 1 { throw UsageError("--explain takes one picture") }
    var settings = try SettingsFile.settings(at: arguments.value("settings"))
    settings.vision.sensitivity =
      try arguments.whole("sensitivity", in: Sensitivity.range) ?? settings.vision.sensitivity
    self.settings = settings
    models = arguments.value("models") ?? settings.models
  }

  func run() async throws {
    if files.isEmpty {
      try await lookThroughCamera()
      return
    }
    let finder = try Networks(folder: models).faceFinder(sensitivity: settings.vision.sensitivity)
    let reader = try Networks(folder: models).emotionReader()
    var reports: [PictureReport] = []
    var explained: (file: String, bytes: [UInt8]?)?
    for file in files {
      let report: PictureReport
      do throws(PictureError) {
        let photograph = try Photograph(at: file)
        let faces = finder.faces(in: photograph.frame)
        let readings = faces.map {
          FaceReading(face: $0, scores: reader.scores(of: $0, in: photograph.frame), in: photograph)
        }
        if let explanation { explained = (explanation, Self.explained(faces, in: photograph.frame, by: reader)) }
        report = PictureReport(file: file, result: .success((photograph.width, photograph.height, readings)))
      } catch {
        report = PictureReport(file: file, result: .failure(error))
      }
      reports.append(report)
      if !json { report.printForPeople() }
    }
    if let explained { try OutputFile.write(explained.bytes, to: explained.file) }
    if json { Terminal.print(JSONValue.array(reports.map(\.json)).text) }
    if reports.contains(where: \.failed) { throw QuietFailure() }
  }

  private static func explained(_ faces: [Face], in frame: Frame, by reader: EmotionReader) -> [UInt8]? {
    var picture = ExplainedPicture(frame)
    for face in faces { Explanation(of: face, in: frame, by: reader).map { picture.paint($0) } }
    return picture.png
  }

  /// Pools frames as a look of the box does, and prints how it ended.
  private func lookThroughCamera() async throws {
    if try RunningBox(settings) != nil {
      throw Failure("the box is running and has the camera: 'moodbox look' asks it")
    }
    let memory = await StateFile(settings).load(volume: settings.player.volume)
    if memory.state.privacy {
      throw Failure(
        memory.problem
          ?? "privacy is on: start the box and hold its button, or be root there and say 'moodbox privacy off'")
    }
    let eyes = try Networks(folder: models).eyes(sensitivity: settings.vision.sensitivity)
    let board = try SettingsFile.board(of: settings)
    let device = settings.camera(on: board)
    if device == "none" { throw Failure("the settings say that there is no camera; name a picture instead") }
    let camera = VideoCamera(device: device, settings.camera)
    let parameters = Runtime.Parameters(settings).evidence
    let outcome = try await camera.withFrames { frames in
      var evidence = MoodEvidence(parameters)
      for try await frame in frames {
        if let outcome = evidence.add(await eyes.scores(in: frame), at: frame.time) { return outcome }
      }
      return evidence.conclusion
    }
    let answer = outcome.json
    Terminal.print(json ? answer.text : Answer.text(for: .look, answer))
  }
}

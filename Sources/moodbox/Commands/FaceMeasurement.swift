import Domain
import FoundationEssentials
import Hub
import Pictures
import Settings
import Vision

/// `model evaluate face`
struct FaceMeasurement: ModelAction {
  private let data: String
  private let split: String
  private let models: String
  private let sensitivity: Int
  private let json: Bool

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(
      words, flags: ["json"], valued: ["data", "split", "models", "sensitivity", "settings"])
    try arguments.expectOperands(0...0, named: "nothing more")
    guard let data = arguments.value("data") else {
      throw UsageError("--data is missing: the labelled pictures' folder")
    }
    self.data = data
    split = arguments.value("split") ?? "test"
    let settings = try SettingsFile.settings(at: arguments.value("settings"))
    models = arguments.value("models") ?? settings.models
    sensitivity = try arguments.whole("sensitivity", in: Sensitivity.range) ?? settings.vision.sensitivity
    json = arguments.has("json")
  }

  func run() throws {
    let finder = try Networks(folder: models).faceFinder(sensitivity: sensitivity)
    var evaluation = DetectionEvaluation()

    let facesFile = "\(data)/faces/faces.csv"
    let annotations = try FaceAnnotation.annotations(try CSVTable(try InputFile.bytes(facesFile), file: facesFile))
      .filter { $0.split == split }
    for (number, annotation) in annotations.enumerated() {
      if number % 20 == 0 { Terminal.progress("\(number) of \(annotations.count) faces") }
      let photograph = try Photograph(at: "\(data)/faces/images/\(annotation.image)")
      evaluation.add(finder.faces(in: photograph.frame), box: annotation.box, landmarks: annotation.landmarks)
    }

    let splitFile = "\(data)/backgrounds/split.csv"
    let table = try CSVTable(try InputFile.bytes(splitFile), file: splitFile)
    let (image, part) = (try table.column("image"), try table.column("split"))
    let backgrounds = table.rows.filter { $0.fields[part] == split }.map { $0.fields[image] }
    for (number, name) in backgrounds.enumerated() {
      if number % 20 == 0 { Terminal.progress("\(number) of \(backgrounds.count) backgrounds") }
      evaluation.add(background: finder.faces(in: try Photograph(at: "\(data)/backgrounds/\(name)").frame))
    }
    Terminal.progress(nil)

    if json {
      Terminal.print(
        JSONValue.object([
          "faces": .number(Double(evaluation.faces)), "found": .number(Double(evaluation.found)),
          "recall": .number(evaluation.recall), "backgrounds": .number(Double(evaluation.backgrounds)),
          "false_alarms": .number(Double(evaluation.falseAlarms)),
          "false_alarm_rate": .number(evaluation.falseAlarmRate),
          "landmark_error": evaluation.landmarkError.map { .number(Double($0)) } ?? .null,
          "threshold": .number(Double(finder.threshold)),
        ]).text)
    } else {
      Terminal.print(
        "found \(evaluation.found) of \(evaluation.faces) faces: \(decimal(evaluation.recall * 100, 2)) %")
      Terminal.print(
        "false alarms in \(evaluation.falseAlarms) of \(evaluation.backgrounds) backgrounds: "
          + "\(decimal(evaluation.falseAlarmRate * 100, 2)) %")
      if let error = evaluation.landmarkError {
        Terminal.print("mean landmark error \(decimal(Double(error) * 100, 2)) % of the distance between the eyes")
      }
      Terminal.print("at a score of \(decimal(Double(finder.threshold), 3))")
    }
  }
}

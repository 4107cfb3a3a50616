import Domain
import Hub
import Settings
import Vision

/// `model evaluate mood`: the whole way from a picture to a mood.
struct MoodMeasurement: ModelAction {
  private let data: String
  private let split: String
  private let settings: Settings
  private let models: String
  private let report: String?
  private let json: Bool

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(words, flags: ["json"], valued: ["data", "split", "models", "report", "settings"])
    try arguments.expectOperands(0...0, named: "nothing more")
    guard let data = arguments.value("data") else {
      throw UsageError("--data is missing: the labelled pictures' folder")
    }
    self.data = data
    split = arguments.value("split") ?? "private-test"
    settings = try SettingsFile.settings(at: arguments.value("settings"))
    models = arguments.value("models") ?? settings.models
    report = arguments.value("report")
    json = arguments.has("json")
  }

  func run() throws {
    let pictures = try LabelledPictures(data, split: split)
    let finder = try Networks(folder: models).faceFinder(sensitivity: settings.vision.sensitivity)
    let reader = try Networks(folder: models).emotionReader()
    let clock = ContinuousClock()
    var evaluation = ChainEvaluation()
    var times: (find: [Duration], read: [Duration]) = ([], [])
    for (number, item) in pictures.items.enumerated() {
      if number % 20 == 0 { Terminal.progress("\(number) of \(pictures.items.count) pictures") }
      let frame = try item.frame()
      var face: Face?
      times.find.append(clock.measure { face = finder.nearestFace(in: frame) })
      var scores: EmotionScores?
      if let face { times.read.append(clock.measure { scores = reader.scores(of: face, in: frame) }) }
      evaluation.add(scores, truth: item.truth)
    }
    Terminal.progress(nil)
    if let report {
      try EvaluationReport(evaluation.emotions, names: Emotion.allCases.map(\.name)).write(to: report, named: "mood")
    }
    let median = { (times: [Duration]) in times.isEmpty ? 0 : times.sorted()[times.count / 2] / .milliseconds(1) }
    let (find, read) = (median(times.find), median(times.read))
    if json {
      printJSON(evaluation, find: find, read: read)
    } else {
      printForPeople(evaluation, find: find, read: read)
    }
  }

  private func printJSON(_ evaluation: ChainEvaluation, find: Double, read: Double) {
    let answered = evaluation.answered(from: settings.mood.confidence)
    Terminal.print(
      JSONValue.object([
        "pictures": .number(Double(evaluation.pictures)), "found": .number(Double(evaluation.found)),
        "accuracy": .number(evaluation.emotions.accuracy), "macro_f1": .number(evaluation.emotions.macroF1),
        "calibration_error": .number(evaluation.emotions.answers.calibrationError),
        "confidence": .number(settings.mood.confidence), "coverage": .number(answered.coverage),
        "accuracy_when_sure": .number(answered.accuracy),
        "confusion": .array(evaluation.emotions.confusion.map { .array($0.map { .number(Double($0)) }) }),
        "find_ms": .number(find), "read_ms": .number(read),
      ]).text)
  }

  private func printForPeople(_ evaluation: ChainEvaluation, find: Double, read: Double) {
    let percent = { (share: Double) in "\(decimal(share * 100, 2)) %" }
    let answered = evaluation.answered(from: settings.mood.confidence)
    Terminal.print(
      "a face in \(evaluation.found) of \(evaluation.pictures) pictures: "
        + percent(Double(evaluation.found) / Double(max(evaluation.pictures, 1))))
    Terminal.print("of these read rightly: \(percent(evaluation.emotions.accuracy))")
    Terminal.print(
      "sure by \(percent(settings.mood.confidence)) or more: \(percent(answered.coverage)) of the pictures, "
        + "of which right: \(percent(answered.accuracy))")
    Terminal.print("finding takes \(decimal(find, 1)) ms, reading \(decimal(read, 1)) ms (medians)\n")
    Terminal.print("true emotion down, found across")
    Terminal.print(evaluation.emotions.table(of: Emotion.allCases.map(\.name)))
  }
}

import Domain
import FoundationEssentials
import Hub
import Settings
import Vision

/// `model evaluate emotion`
struct EmotionMeasurement: ModelAction {
  private let data: String
  private let split: String
  private let models: String
  private let json: Bool
  private let report: String?

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(words, flags: ["json"], valued: ["data", "split", "models", "report", "settings"])
    try arguments.expectOperands(0...0, named: "nothing more")
    guard let data = arguments.value("data") else {
      throw UsageError("--data is missing: the labelled pictures' folder")
    }
    self.data = data
    split = arguments.value("split") ?? "private-test"
    models = try arguments.value("models") ?? SettingsFile.settings(at: arguments.value("settings")).models
    json = arguments.has("json")
    report = arguments.value("report")
  }

  /// One way to score: which pictures count, and what is right for each.
  private struct Score {
    let name: String
    var evaluation: EmotionEvaluation
    let truth: (FERPlusLabels.Picture) -> Int?
    let usesLabels: Bool
  }

  func run() throws {
    let sheet = try LabelledSheet(data, split: split)
    let reader = try Networks(folder: models).emotionReader()

    var scores = [
      Score(
        name: "majority", evaluation: EmotionEvaluation(), truth: { $0.votes.majority?.rawValue },
        usesLabels: false),
      Score(
        name: "majority_without_copies", evaluation: EmotionEvaluation(),
        truth: { $0.isCopyOfTraining ? nil : $0.votes.majority?.rawValue }, usesLabels: false),
      Score(
        name: "plurality", evaluation: EmotionEvaluation(), truth: { $0.votes.plurality?.rawValue },
        usesLabels: false),
      Score(
        name: "plurality_without_copies", evaluation: EmotionEvaluation(),
        truth: { $0.isCopyOfTraining ? nil : $0.votes.plurality?.rawValue }, usesLabels: false),
      Score(
        name: "fer2013_labels", evaluation: EmotionEvaluation(classes: 7), truth: { $0.original?.rawValue },
        usesLabels: true),
      Score(
        name: "fer2013_labels_without_copies", evaluation: EmotionEvaluation(classes: 7),
        truth: { $0.isCopyOfTraining ? nil : $0.original?.rawValue }, usesLabels: true),
    ]
    for (number, picture) in sheet.labels.pictures.enumerated() {
      if number % 100 == 0 { Terminal.progress("\(number) of \(sheet.labels.pictures.count) pictures") }
      let reading = reader.reading(of: try sheet.crop(picture))
      for index in scores.indices {
        guard let truth = scores[index].truth(picture) else { continue }
        scores[index].evaluation.add(scores[index].usesLabels ? reading.labels : reading.votes, truth: truth)
      }
    }
    Terminal.progress(nil)
    let names = FERPlusEmotion.allCases.map { "\($0)" }
    if let report {
      try EvaluationReport(scores[0].evaluation, names: names).write(to: report, named: "emotion")
    }
    if json {
      Terminal.print(
        JSONValue.object(Dictionary(uniqueKeysWithValues: scores.map { ($0.name, description(of: $0.evaluation)) }))
          .text)
    } else {
      for score in scores { printForPeople(score) }
      Terminal.print("\nmajority: true emotion down, found across")
      Terminal.print(scores[0].evaluation.table(of: names))
      printAnswered(scores[0].evaluation.answers)
    }
  }

  private func description(of evaluation: EmotionEvaluation) -> JSONValue {
    .object([
      "pictures": .number(Double(evaluation.count)), "right": .number(Double(evaluation.right)),
      "accuracy": .number(evaluation.accuracy), "macro_f1": .number(evaluation.macroF1),
      "calibration_error": .number(evaluation.answers.calibrationError), "answered": answered(evaluation.answers),
      "confusion": .array(evaluation.confusion.map { .array($0.map { .number(Double($0)) }) }),
    ])
  }

  /// What setting mood.confidence chooses between.
  private static let confidences = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

  private func answered(_ answers: Answers) -> JSONValue {
    .array(
      Self.confidences.map { confidence in
        let accepted = answers.accepted(from: confidence)
        return .object([
          "confidence": .number(confidence), "coverage": .number(accepted.coverage),
          "accuracy": .number(1 - accepted.risk),
        ])
      })
  }

  private func printAnswered(_ answers: Answers) {
    Terminal.print("\nmajority: answers at least so sure, their share of all, and how many of them are right")
    for confidence in Self.confidences {
      let accepted = answers.accepted(from: confidence)
      Terminal.print(
        "\(padded(decimal(confidence * 100, 0), 5)) %  \(padded(decimal(accepted.coverage * 100, 1), 5)) %  "
          + "\(padded(decimal((1 - accepted.risk) * 100, 1), 5)) %")
    }
  }

  private func printForPeople(_ score: Score) {
    let evaluation = score.evaluation
    Terminal.print(
      "\(padded(score.name, -30)) \(padded("\(evaluation.count)", 5)) pictures  "
        + "accuracy \(decimal(evaluation.accuracy * 100, 2)) %  macro-F1 \(decimal(evaluation.macroF1 * 100, 2)) %  "
        + "calibration error \(decimal(evaluation.answers.calibrationError * 100, 2)) %")
  }
}

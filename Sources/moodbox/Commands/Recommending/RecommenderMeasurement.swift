import Domain
import Hub
import Music
import Settings

/// `recommend evaluate`
struct RecommenderMeasurement: RecommendAction {
  private let file: String
  private let top: Int
  private let json: Bool
  private let settings: Settings

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(words, flags: ["json"], valued: ["data", "top", "settings"])
    try arguments.expectOperands(0...0, named: "nothing more")
    guard let file = arguments.value("data") else { throw UsageError("--data, the labelled songs, is missing") }
    self.file = file
    top = try arguments.whole("top", in: 1...1000) ?? 10
    json = arguments.has("json")
    settings = try SettingsFile.settings(at: arguments.value("settings"))
  }

  func run() throws {
    let songs = try LabelledSong.songs(in: CSVTable(try InputFile.bytes(file), file: file))
    let (tuning, reported) = (songs.filter { isForTuning($0) }, songs.filter { !isForTuning($0) })
    guard !tuning.isEmpty, !reported.isEmpty else { throw Failure("\(file): has too few artists to split") }
    let evaluation = RecommenderEvaluation(of: reported, references: tuning, top: top, targets: settings.targets)
    if json {
      func figures(_ figures: [Emotion: Float]) -> JSONValue {
        .object(Dictionary(uniqueKeysWithValues: figures.map { ($0.key.name, .rounded($0.value)) }))
      }
      let answer: JSONValue = [
        "songs": .number(Double(reported.count)), "tuning_songs": .number(Double(tuning.count)),
        "top": .number(Double(top)), "precision": figures(evaluation.precision),
        "cosine_precision": figures(evaluation.cosinePrecision),
        "random_precision": figures(evaluation.randomPrecision),
        "balanced_accuracy": .rounded(evaluation.balancedAccuracy),
      ]
      Terminal.print(answer.text)
      return
    }
    Terminal.print(
      "\(reported.count) songs of half of the artists; the targets were tuned on the other half, \(tuning.count) songs."
    )
    Terminal.print("Of the \(top) best for a mood, as many have its label:")
    Terminal.print("            moodbox   plain cosine   by lot")
    func line(_ name: String, _ figures: [Float]) {
      let words = figures.map { padded("\(decimal(Double($0) * 100, 0)) %", 6) }
      Terminal.print("  \(padded(name, -8))   \(words[0])         \(words[1])   \(words[2])")
    }
    let all = [evaluation.precision, evaluation.cosinePrecision, evaluation.randomPrecision]
    let emotions = Emotion.allCases.filter { evaluation.precision[$0] != nil }
    for emotion in emotions { line(emotion.name, all.map { $0[emotion] ?? 0 }) }
    line("mean", all.map { figures in figures.values.reduce(0, +) / Float(figures.count) })
    Terminal.print(
      "\(decimal(Double(evaluation.balancedAccuracy) * 100, 0)) % of all songs lie nearest to their own mood's target"
        + " (mean over the moods).")
  }

  private func isForTuning(_ song: LabelledSong) -> Bool { RecommenderEvaluation.isForTuning(song.artist) }
}

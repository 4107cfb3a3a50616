import Hub
import Pictures
import Vision

/// `model bench-frame`
struct FrameBenchmark: ModelAction {
  private let file: String
  private let runs: Int
  private let models: String
  private let sensitivity: Int
  private let json: Bool

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(words, flags: ["json"], valued: ["runs", "models", "settings"])
    try arguments.expectOperands(1...1, named: "a picture")
    file = arguments.operands[0]
    runs = try arguments.whole("runs", in: 1...1_000_000) ?? 200
    let settings = try SettingsFile.settings(at: arguments.value("settings"))
    models = arguments.value("models") ?? settings.models
    sensitivity = settings.vision.sensitivity
    json = arguments.has("json")
  }

  func run() throws {
    let networks = Networks(folder: models)
    let (finder, reader) = (try networks.faceFinder(sensitivity: sensitivity), try networks.emotionReader())
    let frame = try Photograph(at: file).frame
    func look() -> Bool { finder.nearestFace(in: frame).map { reader.scores(of: $0, in: frame) } != nil }
    // The first run touches all memory once.
    guard look() else { throw Failure("\(file): there is no face in it") }
    let clock = ContinuousClock()
    let times = (0..<runs).map { _ in clock.measure { _ = look() } }.sorted()
    let (median, fastest) = (times[runs / 2] / .microseconds(1), times[0] / .microseconds(1))
    if json {
      Terminal.print(
        JSONValue.object([
          "file": .string(file), "runs": .number(Double(runs)), "median_us": .number(median),
          "fastest_us": .number(fastest),
        ]).text)
    } else {
      Terminal.print("frame/median \(decimal(median, 1)) us")
      Terminal.print("frame/fastest \(decimal(fastest, 1)) us")
    }
  }
}

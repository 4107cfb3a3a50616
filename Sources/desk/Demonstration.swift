import FoundationEssentials
import Glibc
import Hub

/// Presses once for each scene and checks, as a subscriber and a reader outside the box: the emotion in the event, the
/// lamp's lines, the features of the song, and that very song's samples in what was played.
final class Demonstration: Sendable {
  /// Longest wait for anything that must come.
  private static let patience = Duration.seconds(20)
  private static let alike: Float = 0.99
  private let workplace: Workplace

  init(_ workplace: Workplace) { self.workplace = workplace }

  /// Whether everything was right.
  func run() async throws -> Bool {
    let broker = try Broker(workplace)
    defer { withExtendedLifetime(broker) {} }
    try workplace.scan(quiet: isatty(STDERR_FILENO) == 0)
    let subscriber = try Subscriber(workplace)
    defer { withExtendedLifetime(subscriber) {} }
    let events = subscriber.messages
    let box = try BoxProcess(workplace)
    try await events.wait(for: "the box to be online", within: Self.patience) { $0.hasSuffix("availability online") }

    var passed = true
    for file in try scenes() {
      let name = file.split(separator: ".").first.map(String.init) ?? file
      guard let expected = Expectation.all.first(where: { $0.emotion == name }) else {
        throw Workplace.Trouble(description: "\(file): a scene is named after one of the seven emotions")
      }
      box.press(" ")
      let problems = try await problems(with: expected, events: events, lamps: box.lamps)
      print("\(problems.isEmpty ? "right" : "WRONG")  \(name)")
      for problem in problems { print("       \(problem)") }
      passed = passed && problems.isEmpty
    }

    box.press("q")
    try await events.wait(for: "the box to say goodbye", within: Self.patience) { $0.hasSuffix("availability offline") }
    let code = try box.end()
    if code != 0 { print("WRONG  the box ended with exit code \(code); see \(workplace.folder)/moodbox.log") }
    print(passed ? "All scenes are right." : "Something is wrong.")
    return passed && code == 0
  }

  private func scenes() throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: workplace.options.scenes)
    let scenes = names.filter { $0.hasSuffix(".png") || $0.hasSuffix(".jpg") }.sorted()
    guard scenes.count == Expectation.all.count else {
      throw Workplace.Trouble(description: "\(workplace.options.scenes): \(scenes.count) pictures instead of seven")
    }
    return scenes
  }

  private func problems(with expected: Expectation, events: Watcher, lamps: Watcher) async throws -> [String] {
    var problems: [String] = []
    let recording = Recording(path: workplace.soundFile)

    let outcome = try await events.wait(for: "the look to end", within: Self.patience) {
      ["detected", "no_face", "not_sure", "fault"].contains(Self.event($0)?["event_type"]?.string)
    }
    let detected = Self.event(outcome)
    let emotion = detected?["emotion"]?.string
    if emotion != expected.emotion {
      problems.append(
        "the event says \(emotion ?? detected?["event_type"]?.string ?? outcome), not \(expected.emotion)")
    }
    // While it looks the lamp blinks; once the camera is off, the lamp comes to rest at the mood.
    try await lamps.wait(for: "the camera's lamp", within: Self.patience) { $0.contains("camera=1") }
    do {
      try await lamps.wait(for: "the mood's light", within: Self.patience) {
        $0.hasPrefix("lamps \(expected.lamps) camera=0")
      }
    } catch {
      problems.append("the lamps never came to \(expected.lamps)")
    }

    let started = try await events.wait(for: "a song to start", within: Self.patience) {
      Self.event($0)?["event_type"]?.string == "track_started"
    }
    let begin = recording.frames
    guard let track = Self.event(started)?["track"], let path = track["path"]?.string else {
      return problems + ["the event about the song does not name it: \(started)"]
    }
    problems += mismatches(of: track["features"], with: expected).map { "\(path): \($0)" }

    try await Watcher.poll(for: "four seconds of sound", within: Self.patience) {
      recording.frames >= begin + 4 * Recording.rate ? () : nil
    }
    let alike = try recording.correlation(with: "\(workplace.music)/\(path)", from: begin)
    if !(alike >= Self.alike) { problems.append("\(path): what was played correlates with it by \(alike) only") }
    return problems
  }

  private func mismatches(of features: JSONValue?, with expected: Expectation) -> [String] {
    guard let features, features != .null else { return ["it has no features"] }
    func check(_ name: String, _ range: ClosedRange<Double>) -> String? {
      guard let value = features[name]?.number, range.contains(value) else {
        return "its \(name) is \(features[name]?.text ?? "missing"), outside \(range)"
      }
      return nil
    }
    var mismatches = [
      check("tempo", expected.tempo), check("energy", expected.energy), check("valence", expected.valence),
    ].compactMap { $0 }
    if let mode = expected.mode, features["mode"]?.string != mode { mismatches.append("it is not in \(mode)") }
    return mismatches
  }

  /// The payload of a line about the topic `event`.
  private static func event(_ line: String) -> JSONValue? {
    let prefix = "moodbox/\(Workplace.box)/event "
    guard line.hasPrefix(prefix) else { return nil }
    return try? JSONValue(parsing: Array(line.utf8.dropFirst(prefix.utf8.count)), limit: 1 << 16)
  }
}

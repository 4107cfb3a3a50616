import FoundationEssentials
import Hub
import PayloadSchemas
import Testing

/// What `deploy/mqtt/README.md` shows is done again, with the real programs: the document cannot be wrong for long.
@Suite(
  "The sessions in deploy/mqtt/README.md", .timeLimit(.minutes(2)),
  .enabled(if: Broker.isInstalled, "needs mosquitto and mosquitto-clients"))
struct TranscriptTests {
  @Test("happen as they are shown, and every message keeps to its schema")
  func sessions() async throws {
    let broker = try await Broker()
    let household = try Household(songs: ["Open Window", "Grey Sunday"], id: "den", broker: broker.port)
    try household.show(scene: "happy", as: "1")
    try household.show(scene: "sad", as: "2")
    #expect(try await household.run("catalog", "scan", "--quiet").code == 0)

    let everything = try broker.run("mosquitto_sub -F '%t %p' -h BROKER -t '#'")
    let box = try RunningHousehold(household)
    var messages: [String] = []
    // The introduction to Home Assistant is the last thing that a box says by itself.
    try await everything.lines.next {
      messages.append($0)
      return $0.hasPrefix("homeassistant/device/")
    }

    var subscriber: RunningCommand?
    for step in try Transcript("deploy/mqtt/README.md").steps {
      if step.command == Transcript.button {
        box.press(" ")
        continue
      }
      let running = try step.command.map { try broker.run($0) } ?? subscriber
      try await running?.expect(step.output, Transcript.matches)
      if step.command?.hasPrefix("mosquitto_sub") == true {
        subscriber = running
      } else if step.command != nil {
        await running?.output()
      }
    }
    // What the document does not show is asked for as well.
    for verb in Verb.allCases {
      let payload = Self.arguments[verb].map { "-m '\($0)'" } ?? "-n"
      let topics = "-t moodbox/den/request/\(verb.rawValue) -e moodbox/den/response/\(verb.rawValue)"
      #expect(try await broker.run("mosquitto_rr -h BROKER \(topics) \(payload)").output().count >= 1)
    }
    box.press("q")
    try await everything.lines.next {
      messages.append($0)
      return $0 == "moodbox/den/availability offline"
    }
    #expect(try box.end() == 0)
    try check(messages)
  }

  private static let arguments: [Verb: String] = [
    .play: #"{"emotion": "sad"}"#, .seek: #"{"position": 1.5}"#, .volume: #"{"value": 20}"#, .mute: #"{"on": true}"#,
    .privacy: #"{"on": true}"#, .watching: #"{"on": false}"#, .recommend: #"{"emotion": "fear"}"#,
  ]

  private func check(_ messages: [String]) throws {
    let schemas = try PayloadSchemas()
    var checked: Set<String> = []
    for message in messages where message.hasPrefix("moodbox/den/") {
      let words = message.dropFirst("moodbox/den/".count).split(separator: " ", maxSplits: 1)
      // An empty payload deletes; requests and commands are not the box's words.
      guard words.count == 2, !words[0].hasPrefix("request/"), !words[0].hasSuffix("/set") else { continue }
      let name = try #require(schemas.name(for: String(words[0])), "no schema is about \(words[0])")
      let problems = try schemas.problems(with: Array(words[1].utf8), under: name)
      #expect(problems.isEmpty, "\(message)")
      checked.insert(name)
    }
    let told: Set = ["availability", "mood", "player", "info", "health", "switch", "event"]
    let expected = told.union(Verb.allCases.map { "response/\($0.rawValue)" })
    #expect(checked.isSuperset(of: expected), "\(expected.subtracting(checked))")
  }
}

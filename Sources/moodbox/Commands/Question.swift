import Appliance
import Domain
import Glibc
import Guard
import Hub
import Settings
import System

/// A command that is one request to the running box: `look`, `volume` and so on.
struct Question {
  let name: String
  let summary: String
  /// The words after the command in its synopsis; empty when there are none.
  let operands: String
  let details: String
  let example: String
  /// Makes the request's arguments of the words.
  let arguments: ([String]) throws(UsageError) -> JSONValue

  init(
    _ verb: Verb, _ summary: String, operands: String = "", details: String, example: String,
    arguments: @escaping ([String]) throws(UsageError) -> JSONValue = Question.none
  ) {
    name = verb.rawValue
    self.summary = summary
    self.operands = operands
    self.details = details
    self.example = example
    self.arguments = arguments
  }

  var help: String {
    """
    Usage: moodbox \(name)\(operands.isEmpty ? "" : " \(operands)") [--json] [--settings FILE]

    \(details)
    It asks the running box over its control socket.

      --json           print the answer as JSON
      --settings FILE  instead of \(SettingsFile.standard); names the socket

    Example:
      moodbox \(example)
    """
  }

  func ask(_ words: [String]) async throws {
    let sorted = try Arguments(words, flags: ["json"], valued: ["settings"])
    let settings = try SettingsFile.settings(at: sorted.value("settings"))
    let request: Request
    do {
      request = try Request(verb: name, arguments: try arguments(sorted.operands))
    } catch let refusal as RequestRefusal {
      throw UsageError(refusal.description)
    }
    if case .privacy(false) = request { try await releaseCamera() }
    let answer = try await ControlClient(path: settings.socket).request(request)
    Terminal.print(sorted.has("json") ? answer.text : Answer.text(for: request, answer))
  }

  /// The camera's keeper trusts root, and nobody who only says that root has asked.
  private func releaseCamera() async throws {
    guard geteuid() == 0, access(GuardService.socket, F_OK) == 0 else { return }
    try await GuardClient().setPrivacy(false)
  }

  private static func none(_ words: [String]) throws(UsageError) -> JSONValue {
    if let word = words.first { throw UsageError("\"\(word)\" is one word too many") }
    return [:]
  }

  private static func one(_ words: [String], _ what: String) throws(UsageError) -> String {
    guard let word = words.first else { throw UsageError("\(what) is missing") }
    _ = try none(Array(words.dropFirst()))
    return word
  }

  private static func number(
    _ words: [String], _ key: String, _ what: String, in range: ClosedRange<Double>
  ) throws(UsageError) -> JSONValue {
    let word = try one(words, what)
    guard let number = Double(word), range.contains(number) else {
      throw UsageError("\(what) is \(Int(range.lowerBound))…\(Int(range.upperBound)), not \"\(word)\"")
    }
    return [key: .number(number)]
  }

  private static func onOrOff(_ words: [String]) throws(UsageError) -> JSONValue {
    switch try one(words, "on or off") {
    case "on": return ["on": true]
    case "off": return ["on": false]
    case let word: throw UsageError("\"\(word)\" is neither on nor off")
    }
  }

  /// All of them.
  static var all: [Question] {
    [
      Question(
        .look, "look at you once, as the button does",
        details: "The box looks, decides the mood, lights it and plays music that fits. The answer says what it saw.",
        example: "look --json"),
      Question(
        .status, "say what the box is doing",
        details: "Prints the mood, what plays and why, whether privacy is on, and which parts are broken.",
        example: "status"),
      Question(
        .play, "play music for an emotion, or the default mix", operands: "[EMOTION]",
        details: "EMOTION is one of \(Emotion.allCases.map(\.name).joined(separator: ", ")).", example: "play happy"
      ) { (words) throws(UsageError) in words.isEmpty ? [:] : ["emotion": .string(try one(words, "the emotion"))] },
      Question(.next, "go to the next song", details: "Leaves this song and starts the next one.", example: "next"),
      Question(
        .previous, "go back", details: "Starts this song again, or the one before if this one has only begun.",
        example: "previous"),
      Question(.pause, "pause the music", details: "Keeps the place in the song.", example: "pause"),
      Question(.resume, "go on after a pause", details: "Goes on where the music was paused.", example: "resume"),
      Question(.stop, "stop the music", details: "Stops, and forgets the list of songs.", example: "stop"),
      Question(
        .seek, "go to a place in the song", operands: "SECONDS",
        details: "SECONDS count from the song's start.", example: "seek 90"
      ) { (words) throws(UsageError) in
        try number(words, "position", "the number of seconds", in: Request.positionRange)
      },
      Question(
        .volume, "set the volume", operands: "VOLUME", details: "VOLUME is 0…100; player.volume-limit caps it.",
        example: "volume 35"
      ) { (words) throws(UsageError) in
        try number(
          words, "value", "the volume",
          in: Double(Request.volumeRange.lowerBound)...Double(Request.volumeRange.upperBound))
      },
      Question(
        .mute, "silence the sound, or end that", operands: "on|off", details: "The music goes on unheard.",
        example: "mute on", arguments: onOrOff),
      Question(
        .privacy, "turn privacy on or off", operands: "on|off",
        details: """
          With privacy on the camera is closed and stays closed, over power cuts too. Anyone may turn it on; off only root
          on the box, or the button held for a second and a half.
          """,
        example: "privacy on", arguments: onOrOff),
      Question(
        .watching, "have the box look from time to time by itself", operands: "on|off",
        details: """
          While it watches, the box looks every watching.interval seconds, in the hours of watching.schedule, with its camera's
          light on. Music that plays follows a mood that has plainly changed, and lasted. The box remembers the switch.
          """,
        example: "watching on", arguments: onOrOff),
      Question(
        .like, "say that you like what is playing", details: "The box learns from it, if whose turn it is wants that.",
        example: "like"),
      Question(
        .dislike, "say that you do not like what is playing",
        details: "The next song follows, and the box learns from it.",
        example: "dislike"),
      Question(
        .policy, "say what music is to do with a mood", operands: "match|lift|steady",
        details: """
          match plays what fits, lift starts there and moves step by step to music.lift-to, steady fits and changes little.
          It holds for songs that are chosen from now on, and the box remembers it.
          """,
        example: "policy lift"
      ) { (words) throws(UsageError) in ["value": .string(try one(words, "match, lift or steady"))] },
      Question(
        .health, "say how the box is",
        details: "Prints uptime, memory, temperature, supply, clock, disks and the last error.",
        example: "health --json"),
    ]
  }
}

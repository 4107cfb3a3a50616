import Glibc

/// The program: picks the verb, and turns its errors into words and exit codes (0 done, 1 failed, 2 wrong usage).
@main
enum Moodbox {
  static let version = "0.1.0"

  static var verbs: [any Command.Type] {
    [
      ConfigCommand.self
    ]
  }

  static func main() async {
    // A reader that goes away (`moodbox … | head`) shows as a failed write, not as a signal that kills.
    signal(SIGPIPE, SIG_IGN)
    let words = Array(CommandLine.arguments.dropFirst())
    do {
      try await run(words)
    } catch let error as UsageError {
      Terminal.complain("\(error)\nTry 'moodbox \(words.first.map { "\($0) " } ?? "")--help'.")
      exit(2)
    } catch is QuietFailure {
      exit(1)
    } catch {
      Terminal.complain("\(error)")
      exit(1)
    }
    exit(0)
  }

  private static func run(_ words: [String]) async throws {
    guard let name = words.first else { throw UsageError("say what to do") }
    switch name {
    case "--help", "help", "-h":
      if let verb = verbs.first(where: { $0.name == words.dropFirst().first }) {
        Terminal.print(verb.help)
      } else {
        Terminal.print(overview)
      }
    case "--version", "version":
      Terminal.print("moodbox \(version)")
    default:
      guard let verb = verbs.first(where: { $0.name == name }) else { throw UsageError("there is no verb \"\(name)\"") }
      let rest = Array(words.dropFirst())
      if rest.contains("--help") || rest.contains("-h") {
        Terminal.print(verb.help)
      } else {
        try await verb.init(rest).run()
      }
    }
  }

  private static var overview: String {
    let width = verbs.map { $0.name.count }.max() ?? 0
    let list = verbs.map { "  \($0.name)\(String(repeating: " ", count: width - $0.name.count))  \($0.summary)" }
    return """
      Usage: moodbox VERB [OPTIONS]

      A speaker box that plays what fits your face. Everything stays on the box.

      \(list.joined(separator: "\n"))

      'moodbox VERB --help' explains one verb, with an example. Exit codes: 0 done, 1 failed, 2 wrong usage.
      """
  }
}

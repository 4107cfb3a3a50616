import Glibc
import System

/// The program: picks the command, and turns its errors into words and exit codes (0 done, 1 failed, 2 wrong usage).
@main
enum Moodbox {
  static let version = "0.1.0"

  static var commands: [Entry] {
    [
      Entry(RunCommand.self)
    ] + Question.all.map(Entry.init) + [
      Entry(DetectCommand.self), Entry(ListenerCommand.self), Entry(RecommendCommand.self), Entry(CatalogCommand.self),
      Entry(ModelCommand.self), Entry(SoundCommand.self),
      Entry(ConfigCommand.self), Entry(DoctorCommand.self), Entry(PrivacyGuardCommand.self),
      Entry(CompletionCommand.self), Entry(ManualCommand.self),
    ]
  }

  static func main() async {
    StandardStreams.fillGaps()
    // A reader that goes away (`moodbox … | head`) shows as a failed write, not as a signal that kills.
    signal(SIGPIPE, SIG_IGN)
    let words = Array(CommandLine.arguments.dropFirst())
    do {
      try await run(words)
    } catch let error as UsageError {
      let command = words.first.flatMap { word in commands.first { $0.name == word }?.name }
      Terminal.complain("\(error)\nTry 'moodbox \(command.map { "\($0) " } ?? "")--help'.")
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
      guard let topic = words.dropFirst().first else {
        Terminal.print(overview)
        return
      }
      Terminal.print(try command(topic).help)
    case "--version", "version":
      Terminal.print("moodbox \(version)")
    default:
      let command = try command(name)
      let rest = Array(words.dropFirst())
      if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
        Terminal.print(command.help)
      } else {
        try await command.run(rest)
      }
    }
  }

  private static func command(_ name: String) throws(UsageError) -> Entry {
    guard let command = commands.first(where: { $0.name == name }) else {
      throw UsageError("there is no command \"\(name)\"")
    }
    return command
  }

  private static var overview: String {
    let width = commands.map { $0.name.count }.max() ?? 0
    let list = commands.map { "  \($0.name)\(String(repeating: " ", count: width - $0.name.count))  \($0.summary)" }
    return """
      Usage: moodbox COMMAND [OPTIONS]

      A speaker box that plays what fits your face. Everything stays on the box.

      \(list.joined(separator: "\n"))

      'moodbox COMMAND --help' explains one command, with an example. Exit codes: 0 done, 1 failed, 2 wrong usage.
      """
  }
}

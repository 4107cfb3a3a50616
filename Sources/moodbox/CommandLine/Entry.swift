/// A command in the list of all: how it is called, what it says of itself, and how it is run.
struct Entry {
  let name: String
  let summary: String
  let help: String
  let run: ([String]) async throws -> Void

  init<Kind: Command>(_ kind: Kind.Type) {
    name = kind.name
    summary = kind.summary
    help = kind.help
    run = { try await kind.init($0).run() }
  }

  /// A command that asks the running box.
  init(_ question: Question) {
    name = question.name
    summary = question.summary
    help = question.help
    run = { try await question.ask($0) }
  }
}

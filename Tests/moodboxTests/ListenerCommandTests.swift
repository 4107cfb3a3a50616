import FoundationEssentials
import Glibc
import Hub
import System
import Testing

@Suite("listener", .timeLimit(.minutes(2)))
struct ListenerCommandTests {
  private let household: Household

  init() throws { household = try Household(songs: ["Open Window", "Grey Sunday"]) }

  private func list() async throws -> JSONValue { try await household.run("listener", "list", "--json").json() }

  @Test("makes, chooses, teaches, shows and forgets listeners while the box is stopped")
  func stopped() async throws {
    #expect(try await household.run("listener", "list").output.contains("there is nobody yet"))
    #expect(try await household.run("listener", "create", "Ada").code == 0)
    #expect(try await household.run("listener", "create", "Bob").code == 0)
    let nobody = try await household.run("listener", "learning", "on")
    #expect(nobody.code == 1 && nobody.errors.contains("it is nobody's turn"))
    #expect(try await household.run("listener", "use", "ada").code == 0)
    #expect(try await household.run("listener", "learning", "on").code == 0)
    #expect(
      try await list() == [
        ["name": "Ada", "learning": true, "current": true], ["name": "Bob", "learning": false, "current": false],
      ])
    #expect(try await household.run("listener", "list").output == "* Ada, learning\n  Bob, not learning\n")
    let known = try await household.run("listener", "export", "Ada").json()
    #expect(known["name"] == "Ada" && known["history"] == [] && known["taste"]?["feedbacks"] == 0)
    #expect(try await household.run("listener", "forget", "Ada").code == 0)
    let gone = try await household.run("listener", "export", "Ada")
    #expect(gone.code == 1 && gone.errors.contains("there is no listener \"Ada\""))
    #expect(try await list() == [["name": "Bob", "learning": false, "current": false]])
    let keys = try FileManager.default.contentsOfDirectory(atPath: "\(household.folder.path)/state/keys")
    #expect(Set(keys) == ["0.key", "2.key"])
  }

  @Test("asks the running box, which learns from what is said, tells nobody's log, and knows it after a restart")
  func running() async throws {
    try household.show(scene: "happy", as: "1")
    _ = try await household.run("catalog", "scan", "--quiet")
    let box = try await LoggingBox(household)
    for words in [["create", "Zephyrine"], ["use", "Zephyrine"], ["learning", "on"]] {
      let outcome = try await Program.run(["listener"] + words + ["--settings", household.settings])
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
    let silence = try await household.run("like")
    #expect(silence.code == 1 && silence.errors.contains("Nothing is playing."))
    _ = try await household.run("play", "happy")
    try await box.log.next { $0.hasPrefix("playing ") }
    #expect(try await household.run("like").output == "done\n")
    _ = try await household.run("dislike")
    #expect(try await household.run("policy", "lift").code == 0)
    let wrong = try await household.run("policy", "rise")
    #expect(wrong.code == 2 && wrong.errors.contains("must be one of match, lift, steady"))
    let known = try await household.run("listener", "export", "Zephyrine").json()
    let kinds = known["history"]?.array?.compactMap { $0["kind"]?.string } ?? []
    #expect(kinds.contains("liked"))
    #expect(known["history"]?.array?.first?["mood"]?["happy"] == 1)
    for line in await box.end() {
      #expect(!line.contains("Zephyrine") && !line.contains("happy") && !line.contains("like"), "\(line)")
    }
    let again = try await LoggingBox(household)
    #expect(try await list().array?.first?["current"] == true)
    #expect(try await household.run("status", "--json").json()["policy"] == "lift")
    _ = await again.end()
  }

  @Test(
    "says what is wrong with its words",
    arguments: [
      [], ["sing"], ["create"], ["create", "a", "b"], ["learning", "maybe"], ["list", "--name", "Ada"], ["use"],
    ])
  func usage(words: [String]) async throws {
    let outcome = try await Program.run(["listener"] + words + ["--settings", household.settings])
    #expect(outcome.code == 2 && !outcome.errors.isEmpty)
  }
}

/// A running box and its log.
private final class LoggingBox {
  let log: Lines
  private let child: ChildProcess
  /// Its button: when this closes, it ends.
  private let keys: FileDescriptor

  /// Returns when the box is ready.
  init(_ household: Household) async throws {
    let errors = try Pipe()
    let input = try Pipe()
    // Its lamps go nowhere.
    let output = try FileDescriptor(opening: "/dev/null", O_WRONLY)
    child = try output.withRaw { output in
      try errors.writeEnd.withRaw { errors in
        try input.readEnd.withRaw { input in
          try ChildProcess(
            Program.path, ["run", "--settings", household.settings], input: input, output: output, errors: errors)
        }
      }
    }
    keys = input.writing()
    log = Lines(errors.reading())
    try await log.next { $0 == "ready" }
  }

  /// Ends it; answers with the rest of its log.
  func end() async -> [String] {
    child.send(SIGTERM)
    return await log.rest()
  }
}

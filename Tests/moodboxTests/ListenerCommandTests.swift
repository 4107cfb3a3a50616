import FoundationEssentials
import Glibc
import Hub
import Testing

@Suite("listener", .timeLimit(.minutes(2)))
struct ListenerCommandTests {
  private let household: Household

  init() throws { household = try Household(songs: ["Open Window", "Grey Sunday"]) }

  private func ready() async throws -> RunningHousehold {
    let box = try RunningHousehold(household)
    try await box.log.next { $0 == "ready" }
    return box
  }

  /// What is left of a box's log, once it has ended.
  private func log(of box: RunningHousehold) async throws -> [String] {
    kill(box.identifier, SIGTERM)
    let rest = await box.log.rest()
    #expect(try box.end() == 0)
    return rest
  }

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
    let box = try await ready()
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
    for line in try await log(of: box) {
      #expect(!line.contains("Zephyrine") && !line.contains("happy") && !line.contains("like"), "\(line)")
    }
    let again = try await ready()
    #expect(try await list().array?.first?["current"] == true)
    #expect(try await household.run("status", "--json").json()["policy"] == "lift")
    _ = try await log(of: again)
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

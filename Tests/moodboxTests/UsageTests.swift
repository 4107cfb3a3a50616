import Testing

@testable import moodbox

@Suite("The command line")
struct UsageTests {
  @Test("explains every command with its usage and an example", arguments: Moodbox.commands.map(\.name))
  func help(command: String) async throws {
    let help = try await Program.run(command, "--help")
    #expect(help.code == 0 && help.errors.isEmpty)
    #expect(help.output.hasPrefix("Usage: moodbox \(command)"))
    #expect(help.output.contains("\nExample:\n  moodbox \(command)"))
    #expect(try await Program.run("help", command).output == help.output)
    for line in help.output.split(separator: "\n") { #expect(line.count <= 125, "\(line)") }
  }

  @Test("lists every command, and says its version")
  func overview() async throws {
    let overview = try await Program.run("--help")
    #expect(overview.code == 0)
    for command in Moodbox.commands {
      #expect(overview.output.contains("\n  \(command.name) "))
      #expect(!command.summary.isEmpty)
    }
    let version = try await Program.run("--version")
    #expect(version.code == 0 && version.output == "moodbox \(Moodbox.version)\n")
  }

  @Test(
    "refuses what makes no sense with code 2 and words, on standard error only",
    arguments: [
      ("", "say what to do"), ("frobnicate", "there is no command \"frobnicate\""),
      ("help frobnicate", "there is no command \"frobnicate\""), ("run now", "\"now\" is one word too many"),
      ("run --fast", "there is no option --fast"), ("look here", "\"here\" is one word too many"),
      ("status -v", "there is no option -v"), ("play bored", "\"bored\""), ("play happy sad", "\"sad\" is one word"),
      ("next 2", "\"2\" is one word"), ("previous 2", "\"2\" is one word"), ("pause x", "\"x\" is one word"),
      ("resume x", "\"x\" is one word"), ("stop x", "\"x\" is one word"), ("seek", "the number of seconds is missing"),
      ("seek soon", "not \"soon\""), ("seek -1", "the number of seconds is 0…86400, not \"-1\""),
      ("volume", "the volume is missing"),
      ("volume loud", "the volume is 0…100, not \"loud\""), ("volume 101", "the volume is 0…100, not \"101\""),
      ("volume 3.5", "whole number"), ("seek nan", "not \"nan\""), ("mute", "on or off is missing"),
      ("mute maybe", "\"maybe\" is neither on nor off"), ("privacy", "on or off is missing"),
      ("privacy off now", "\"now\" is one word too many"), ("health x", "\"x\" is one word"),
      ("detect --sensitivity high", "0…100"), ("detect --frob", "there is no option --frob"),
      ("recommend", "give either --mood or --image"), ("recommend --mood bored", "\"bored\" is none of angry, disgust"),
      ("recommend --mood sad --image x.png", "give either --mood or --image"),
      ("recommend --mood sad --count 0", "1…100"), ("recommend --mood sad please", "\"please\" is one word too many"),
      ("catalog", "say what to do with the catalog: scan, "), ("catalog frob", "the catalog cannot \"frob\""),
      ("catalog list a b", "\"b\" is one word too many"), ("catalog show", "a song is missing"),
      ("catalog set 1", "a song and FIELD=VALUE is missing"),
      ("catalog set 1 colour=red", "\"colour=red\" is not FIELD=VALUE"),
      ("catalog scan x", "\"x\" is one word too many"),
      ("catalog export x", "\"x\" is one word too many"), ("catalog import", "the file or folder is missing"),
      ("catalog add", "a song's path is missing"),
      ("model", "show, bench, bench-frame, run or evaluate is missing"), ("model frob", "not \"frob\""),
      ("model show", "a network's file is missing"), ("model bench a b", "\"b\" is one word too many"),
      ("model bench a --runs 0", "1…1000000"), ("model evaluate", "say what to evaluate"),
      ("model evaluate emotion", "--data is missing"), ("model evaluate face", "--data is missing"),
      ("config", "check, show or wiring is missing"), ("config frob", "not \"frob\""),
      ("config show --settings", "needs a value"),
      ("sound", "show or play is missing"), ("sound frob", "sound can show or play, not \"frob\""),
      ("sound show now", "\"now\" is one word too many"), ("sound play", "FILE is missing"),
      ("sound play a --volume 101", "0…100"), ("sound play a --for 0", "1…1000000"),
      ("sound play a --loud", "there is no option --loud"), ("sound show --device", "needs a value"),
      ("doctor now", "\"now\" is one word too many"),
    ])
  func wrongUsage(line: String, words: String) async throws {
    let outcome = try await Program.run(line.split(separator: " ").map(String.init))
    #expect(outcome.code == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("moodbox: ") && outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.contains("\nTry 'moodbox ") && outcome.errors.hasSuffix("--help'.\n"))
  }

  @Test("fails with code 1 and says how to start the box, when a box is asked that does not run")
  func notRunning() async throws {
    let household = try Household()
    for command in ["status", "look", "pause", "health"] {
      let outcome = try await household.run(command, "--json")
      #expect(outcome.code == 1 && outcome.output.isEmpty)
      #expect(outcome.errors.contains("the box is not running"))
      #expect(outcome.errors.contains("'moodbox run'"))
    }
  }
}

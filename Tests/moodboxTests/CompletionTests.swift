import FoundationEssentials
import Testing

@testable import moodbox

@Suite("Completion in shells")
struct CompletionTests {
  private let commands = Moodbox.commands.map(CommandShape.init)

  private func shape(_ name: String) throws -> CommandShape { try #require(commands.first { $0.name == name }) }

  @Test("knows of each command what its help says")
  func shapes() throws {
    #expect(try shape("privacy").words == ["on", "off"])
    #expect(try shape("catalog").words.starts(with: ["scan", "analyze", "list"]))
    #expect(try shape("doctor").words == [])
    #expect(
      try shape("privacy-guard").options
        == [
          .init(
            name: "settings", value: "FILE",
            sentence: "instead of /etc/moodbox/moodbox.yaml; names the board, which names the button")
        ])
    #expect(try shape("look").options.first == .init(name: "json", value: nil, sentence: "print the answer as JSON"))
    for command in commands { #expect(!command.summary.isEmpty) }
  }

  /// What bash offers after these words.
  private func offered(_ words: String...) async throws -> [String] {
    let script = """
      source <("$0" completion bash)
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      _moodbox
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    return try await Program.run("bash", ["-c", script, Program.path] + words).output
      .split(separator: "\n").map(String.init)
  }

  @Test("offers commands, then words and options, in bash itself")
  func bash() async throws {
    #expect(try await offered("moodbox", "pri") == ["privacy", "privacy-guard"])
    #expect(try await offered("moodbox", "privacy", "") == ["on", "off"])
    #expect(try await offered("moodbox", "recommend", "--mo") == ["--mood", "--models"])
    #expect(try await offered("moodbox", "detect", "--settings", "") == [])
    #expect(try await offered("moodbox", "nonsense", "--") == ["--help"])
  }

  @Test("has a line for each command and option in every shell")
  func complete() {
    let completion = Completion(commands: commands)
    for command in commands {
      for script in [completion.bash, completion.zsh, completion.fish] {
        #expect(script.contains(command.name))
        for option in command.options {
          #expect(script.contains("l \(option.name)") || script.contains("--\(option.name)"))
        }
      }
    }
  }

  @Test("is described like everything else on one manual page, which holds no request but our own")
  func manual() {
    let page = ManualCommand.page(of: Moodbox.commands)
    for command in Moodbox.commands {
      #expect(page.contains("\n.SS \(command.name.split(separator: "-").joined(separator: "\\-"))\n"))
    }
    let requests = Set(
      page.split(separator: "\n").filter { $0.hasPrefix(".") }.compactMap { $0.split(separator: " ").first })
    #expect(requests.isSubset(of: [".TH", ".SH", ".SS", ".B", ".I", ".RI", ".BR", ".PP", ".TP", ".nf", ".fi"]))
    #expect(!page.contains("\n'"))
  }
}

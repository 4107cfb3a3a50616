/// `completion bash|zsh|fish`
struct CompletionCommand: Command {
  static let name = "completion"
  static let summary = "print what lets a shell complete commands and options"
  static let help = """
    Usage: moodbox completion bash|zsh|fish

    Prints a script for the shell; the Debian package has installed all three.

    Example:
      moodbox completion bash > ~/.local/share/bash-completion/completions/moodbox
    """

  private enum Shell: String { case bash, zsh, fish }
  private let shell: Shell

  init(_ words: [String]) throws {
    let arguments = try Arguments(words)
    try arguments.expectOperands(1...1, named: "bash, zsh or fish")
    guard let shell = Shell(rawValue: arguments.operands[0]) else {
      throw UsageError("there are completions for bash, zsh and fish, not for \"\(arguments.operands[0])\"")
    }
    self.shell = shell
  }

  func run() async throws {
    let completion = Completion(commands: Moodbox.commands.map(CommandShape.init))
    switch shell {
    case .bash: Terminal.write(completion.bash, to: 1)
    case .zsh: Terminal.write(completion.zsh, to: 1)
    case .fish: Terminal.write(completion.fish, to: 1)
    }
  }
}

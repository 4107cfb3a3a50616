/// What can be typed after a command, read off its own help, so that shells complete what the help says and nothing else.
struct CommandShape: Equatable {
  struct Option: Equatable {
    /// Without its dashes.
    let name: String
    /// What its value is called, such as `FILE`; nil when it has none.
    let value: String?
    /// What it does.
    let sentence: String
  }

  let name: String
  let summary: String
  /// The words of which one may stand first, such as `scan` or `on`; empty when anything may.
  private(set) var words: [String] = []
  private(set) var options: [Option] = []

  init(_ entry: Entry) {
    name = entry.name
    summary = entry.summary
    for line in entry.help.split(separator: "\n").map(String.init) {
      if let use = line.split(separator: " ").firstIndex(of: "moodbox"),
        line.hasPrefix("Usage:") || line.hasPrefix("      ")
      {
        note(use: line.split(separator: " ")[use...].dropFirst(2).map(String.init))
      } else if line.hasPrefix("  --") {
        note(option: String(line.dropFirst(4)))
      }
    }
  }

  /// The words of a synopsis after the command's name: the first is what it is if it is no placeholder.
  private mutating func note(use: [String]) {
    guard let first = use.first else { return }
    for word in first.split(separator: "|").map(String.init)
    where word.allSatisfy({ $0.isLowercase || $0 == "-" }) && !word.hasPrefix("-") && !words.contains(word) {
      words.append(word)
    }
  }

  /// A line such as `--settings FILE  instead of …`.
  private mutating func note(option line: String) {
    let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2, !options.contains(where: { $0.name == parts[0] }) else { return }
    // The value's name touches the option, and the sentence stands apart.
    let value = parts[1].hasPrefix(" ") ? nil : parts[1].split(separator: " ").first.map(String.init)
    let sentence = parts[1].dropFirst(value?.count ?? 0).drop { $0 == " " }
    options.append(Option(name: parts[0], value: value, sentence: String(sentence)))
  }
}

/// What stands on the command line.
struct DeskOptions {
  struct Mistake: Error {
    let problem: String
  }

  private(set) var wantsHelp = false
  private(set) var checks = false
  private(set) var keeps = false
  private(set) var scenes = "Tests/Fixtures/scenes"
  private(set) var models = "Models"
  private(set) var boards = "Board"
  private(set) var moodbox: String

  init(_ words: [String]) throws(Mistake) {
    let own = CommandLine.arguments.first ?? "desk"
    moodbox = own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/moodbox"
    var words = words[...]
    while let word = words.popFirst() {
      func value() throws(Mistake) -> String {
        guard let value = words.popFirst() else { throw Mistake(problem: "\(word) needs a value") }
        return value
      }
      switch word {
      case "--help", "-h": wantsHelp = true
      case "--check": checks = true
      case "--keep": keeps = true
      case "--scenes": scenes = try value()
      case "--models": models = try value()
      case "--boards": boards = try value()
      case "--moodbox": moodbox = try value()
      default: throw Mistake(problem: "there is no option \(word)")
      }
    }
  }
}

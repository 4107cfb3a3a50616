/// One thing `moodbox` can do.
protocol Command {
  /// The word on the command line.
  static var name: String { get }
  /// One line for the list of verbs.
  static var summary: String { get }
  /// What `--help` prints: synopsis, what it does, options, an example.
  static var help: String { get }

  /// Throws ``UsageError`` when the words make no sense.
  init(_ words: [String]) throws

  /// Throws when it cannot be done; the error's text is what people read.
  func run() async throws
}

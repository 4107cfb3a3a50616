/// The words after a verb, sorted into options and operands.
///
/// Options start with `--`, and there are no short ones; a value follows as the next word or after `=`. After a bare `--` everything is an operand.
struct Arguments {
  private(set) var operands: [String] = []
  private var flags: Set<String> = []
  private var values: [String: String] = [:]

  /// Throws ``UsageError`` for unknown options, options given twice, and values that are missing or too many.
  ///
  /// - Parameters:
  ///   - words: what stands after the verb.
  ///   - flags: options without a value, without their dashes.
  ///   - valued: options with a value.
  init(_ words: some Sequence<String>, flags known: Set<String> = [], valued: Set<String> = []) throws(UsageError) {
    var words = Array(words)[...]
    while let word = words.popFirst() {
      if word == "--" {
        operands += words
        return
      }
      guard word.hasPrefix("--") else {
        // A number may be negative, and "-" alone is a name; a file called "-x" stands after "--".
        if word.hasPrefix("-"), word.count > 1, Double(word) == nil { throw UsageError("there is no option \(word)") }
        operands.append(word)
        continue
      }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if known.contains(name) {
        if parts.count > 1 { throw UsageError("--\(name) takes no value") }
        flags.insert(name)
      } else if valued.contains(name) {
        guard let value = parts.count > 1 ? String(parts[1]) : words.popFirst() else {
          throw UsageError("--\(name) needs a value")
        }
        if values.updateValue(value, forKey: name) != nil { throw UsageError("--\(name) is given twice") }
      } else {
        throw UsageError("there is no option --\(name)")
      }
    }
  }

  func has(_ flag: String) -> Bool { flags.contains(flag) }

  func value(_ option: String) -> String? { values[option] }

  /// A whole number, or nil if the option was not given.
  func whole(_ option: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = values[option] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw UsageError("--\(option): \"\(text)\" is not a whole number in \(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  /// Throws unless there are as many operands as the verb takes, not counting the first `action` of them, which chose what
  /// it does.
  func expectOperands(
    _ count: ClosedRange<Int>, named names: String, after action: Int = 0
  ) throws(UsageError) {
    let words = operands.dropFirst(action)
    if words.count < count.lowerBound { throw UsageError("\(names) is missing") }
    if let surplus = words.dropFirst(count.upperBound).first { throw UsageError("\"\(surplus)\" is one word too many") }
  }
}

import Domain

/// Takes the arguments of one request apart, key by key.
struct ArgumentReader {
  private let verb: Verb
  private var left: [String: JSONValue]
  private var known: [String] = []

  init(_ arguments: JSONValue, of verb: Verb) throws(RequestRefusal) {
    self.verb = verb
    switch arguments {
    case .null: left = [:]
    case .object(let members): left = members
    default: throw RequestRefusal("\(verb.rawValue): the arguments must be an object, not \(arguments.excerpt)")
    }
  }

  mutating func wholeNumber(
    _ key: String, in range: ClosedRange<Int>, otherwise: Int? = nil
  ) throws(RequestRefusal) -> Int {
    let rule = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let value = take(key) else {
      guard let otherwise else { throw missing(key, rule) }
      return otherwise
    }
    guard case .number(let number) = value, let whole = Int(exactly: number), range.contains(whole) else {
      throw wrong(key, rule, value)
    }
    return whole
  }

  mutating func seconds(_ key: String, in range: ClosedRange<Double>) throws(RequestRefusal) -> Duration {
    let rule = "seconds from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
    guard let value = take(key) else { throw missing(key, rule) }
    guard case .number(let number) = value, range.contains(number) else { throw wrong(key, rule, value) }
    return .milliseconds(Int((number * 1000).rounded()))
  }

  mutating func bool(_ key: String) throws(RequestRefusal) -> Bool {
    let rule = "true or false"
    guard let value = take(key) else { throw missing(key, rule) }
    guard case .bool(let bool) = value else { throw wrong(key, rule, value) }
    return bool
  }

  /// A name of 1…128 bytes.
  mutating func name(_ key: String) throws(RequestRefusal) -> String {
    let rule = "a name of 1 to 128 bytes"
    guard let value = take(key) else { throw missing(key, rule) }
    guard case .string(let name) = value, (1...128).contains(name.utf8.count) else { throw wrong(key, rule, value) }
    return name
  }

  mutating func word(_ key: String, among words: [String]) throws(RequestRefusal) -> String {
    let rule = "one of " + words.joined(separator: ", ")
    guard let value = take(key) else { throw missing(key, rule) }
    guard case .string(let word) = value, words.contains(word) else { throw wrong(key, rule, value) }
    return word
  }

  mutating func choice<Value: RawRepresentable<String> & CaseIterable>(_ key: String) throws(RequestRefusal) -> Value {
    Value(rawValue: try word(key, among: Value.allCases.map(\.rawValue)))!
  }

  mutating func emotion(_ key: String) throws(RequestRefusal) -> Emotion {
    guard let emotion = try emotionIfGiven(key) else { throw missing(key, Self.emotionRule) }
    return emotion
  }

  mutating func emotionIfGiven(_ key: String) throws(RequestRefusal) -> Emotion? {
    guard let value = take(key) else { return nil }
    guard case .string(let name) = value, let emotion = Emotion(name: name) else {
      throw wrong(key, Self.emotionRule, value)
    }
    return emotion
  }

  mutating func textIfGiven(_ key: String) throws(RequestRefusal) -> String? {
    guard let value = take(key) else { return nil }
    guard case .string(let text) = value else { throw wrong(key, "a text", value) }
    return text
  }

  /// - Parameter things: what `element`, which answers nil to anything else, makes of the members.
  mutating func list<Element>(
    _ key: String, of things: String, _ most: Int, _ element: (JSONValue) -> Element?
  ) throws(RequestRefusal) -> [Element] {
    let rule = "a list of at most \(most) \(things)"
    guard let value = take(key) else { throw missing(key, rule) }
    guard case .array(let values) = value, values.count <= most else { throw wrong(key, rule, value) }
    let elements = values.compactMap(element)
    guard elements.count == values.count else { throw wrong(key, rule, value) }
    return elements
  }

  /// Throws when a key is left that nobody asked for: most likely it is misspelt.
  func finish() throws(RequestRefusal) {
    guard let unknown = left.keys.min() else { return }
    let known = known.isEmpty ? "there are no arguments" : "known are: " + known.joined(separator: ", ")
    throw RequestRefusal("\(verb.rawValue): unknown key \(JSONValue.string(unknown).excerpt); \(known)")
  }

  private static let emotionRule = "one of " + Emotion.allCases.map(\.name).joined(separator: ", ")

  private mutating func take(_ key: String) -> JSONValue? {
    known.append(key)
    return left.removeValue(forKey: key)
  }

  private func missing(_ key: String, _ rule: String) -> RequestRefusal {
    RequestRefusal("\(verb.rawValue): \"\(key)\" is missing; it must be \(rule)")
  }

  private func wrong(_ key: String, _ rule: String, _ value: JSONValue) -> RequestRefusal {
    RequestRefusal("\(verb.rawValue): \"\(key)\" must be \(rule), not \(value.excerpt)")
  }
}

import FoundationEssentials
import Hub

/// The JSON Schemas of all payloads, as they stand in `deploy/mqtt/schemas`, and a reader of them that knows nothing of the
/// box's own types.
///
/// Of draft 2020-12 it knows the keywords that the schemas use; an unknown one is an error, so that none stands there in
/// vain.
package struct PayloadSchemas: Sendable {
  /// A schema that cannot be read, or that says something this reader does not know.
  package struct Unreadable: Error, CustomStringConvertible {
    package let description: String
  }

  private let documents: [String: JSONValue]

  /// Files relative to the folder, without `.json`, such as `request/play`.
  package var names: [String] { documents.keys.sorted() }

  package init() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    try self.init(folder: tests.deletingLastPathComponent().appending(path: "deploy/mqtt/schemas").path)
  }

  private init(folder: String) throws {
    var documents: [String: JSONValue] = [:]
    for file in try FileManager.default.subpathsOfDirectory(atPath: folder) where file.hasSuffix(".json") {
      let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(file)"))
      do throws(JSONFailure) {
        documents[String(file.dropLast(".json".count))] = try JSONValue(parsing: Array(bytes), limit: 1 << 20)
      } catch {
        throw Unreadable(description: "\(file): \(error)")
      }
    }
    self.documents = documents
  }

  /// The name of the schema for a topic below `moodbox/ID/`; nil when no schema is about it.
  package func name(for topic: String) -> String? {
    switch topic {
    case "privacy/state", "watching/state": "switch"
    case "policy/state": "policy"
    case "listener/state": "listener"
    case let topic where topic.hasPrefix("progress/"): "progress"
    case let topic where topic.hasPrefix("response/"): documents[topic] == nil ? "refusal" : topic
    default: documents[topic] == nil ? nil : topic
    }
  }

  /// What is wrong with a payload as MQTT carries it: nothing when it keeps to the schema. Plain words are strings without
  /// quotation marks there.
  package func problems(with payload: [UInt8], under name: String) throws -> [String] {
    let isPlain = ["availability", "switch", "policy", "listener"].contains(name)
    let value: JSONValue
    do throws(JSONFailure) {
      value =
        isPlain ? .string(String(decoding: payload, as: UTF8.self)) : try JSONValue(parsing: payload, limit: 1 << 20)
    } catch {
      return ["\(error)"]
    }
    return try problems(with: value, under: name)
  }

  /// What is wrong with a value: nothing when it keeps to the schema.
  package func problems(with value: JSONValue, under name: String) throws -> [String] {
    guard let document = documents[name] else { throw Unreadable(description: "there is no schema \(name)") }
    return try check(value, document, in: name, at: "")
  }

  private func check(_ value: JSONValue, _ schema: JSONValue, in file: String, at path: String) throws -> [String] {
    if case .bool(let allows) = schema { return allows ? [] : ["\(path): nothing may be here"] }
    guard case .object(let keywords) = schema else { throw Unreadable(description: "\(file): \(schema.text)") }
    var problems: [String] = []
    for (keyword, rule) in keywords.sorted(by: { $0.key < $1.key }) {
      problems += try check(value, keyword, rule, keywords, in: file, at: path)
    }
    return problems
  }

  private func check(
    _ value: JSONValue, _ keyword: String, _ rule: JSONValue, _ siblings: [String: JSONValue], in file: String,
    at path: String
  ) throws -> [String] {
    func complain(unless holds: Bool) -> [String] {
      holds ? [] : ["\(path.isEmpty ? "/" : path): \(value.text) against \(keyword) \(rule.text)"]
    }
    func failures(_ schemas: JSONValue) throws -> [[String]] {
      try (schemas.array ?? []).map { try check(value, $0, in: file, at: path) }
    }
    switch keyword {
    case "$schema", "$defs", "title", "description": return []
    case "$ref":
      let (document, target) = try resolve(rule.string ?? "", from: file)
      return try check(value, target, in: document, at: path)
    case "type":
      let types = rule.array ?? [rule]
      return complain(unless: types.contains { Self.isOf(value, $0.string ?? "") })
    case "const": return complain(unless: value == rule)
    case "enum": return complain(unless: rule.array?.contains(value) == true)
    case "minimum": return complain(unless: value.number.map { $0 >= rule.number ?? .infinity } ?? true)
    case "maximum": return complain(unless: value.number.map { $0 <= rule.number ?? -.infinity } ?? true)
    case "minLength": return complain(unless: Self.length(value).map { $0 >= rule.number ?? .infinity } ?? true)
    case "maxLength": return complain(unless: Self.length(value).map { $0 <= rule.number ?? -1 } ?? true)
    case "maxItems": return complain(unless: value.array.map { Double($0.count) <= rule.number ?? -1 } ?? true)
    case "format":
      guard rule == "date-time" else { break }
      return complain(unless: value.string.map { (try? Date($0, strategy: Self.time)) != nil } ?? true)
    case "required":
      guard case .object(let members) = value else { return [] }
      return complain(unless: (rule.array ?? []).allSatisfy { members[$0.string ?? ""] != nil })
    case "properties":
      guard case .object(let members) = value, case .object(let rules) = rule else { return [] }
      return try members.flatMap { key, member in
        try rules[key].map { try check(member, $0, in: file, at: "\(path)/\(key)") } ?? []
      }
    case "additionalProperties":
      guard case .object(let members) = value, rule == false else { break }
      guard case .object(let known)? = siblings["properties"] else { break }
      return complain(unless: members.keys.allSatisfy { known[$0] != nil })
    case "items":
      return try (value.array ?? []).enumerated().flatMap { try check($1, rule, in: file, at: "\(path)/\($0)") }
    case "anyOf": return try failures(rule).contains([]) ? [] : ["\(path): none of the possible forms: \(value.text)"]
    case "oneOf":
      let failures = try failures(rule)
      let fitting = failures.filter(\.isEmpty).count
      if fitting == 1 { return [] }
      return ["\(path): \(fitting) of the possible forms instead of one: \(value.text)"]
    default: break
    }
    if keyword == "additionalProperties", rule == false { return [] }
    throw Unreadable(description: "\(file): the keyword \(keyword) with \(rule.text) is not known here")
  }

  private static let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  private static func isOf(_ value: JSONValue, _ type: String) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("number", .number), ("boolean", .bool),
      ("null", .null):
      true
    // Draft 2020-12 calls 1.0 an integer too.
    case ("integer", .number(let number)): number.rounded() == number
    default: false
    }
  }

  /// In code points, as the specification counts.
  private static func length(_ value: JSONValue) -> Double? { value.string.map { Double($0.unicodeScalars.count) } }

  /// A reference such as `../nouns.json#/$defs/track`, relative to the file in which it stands.
  private func resolve(_ reference: String, from file: String) throws -> (document: String, schema: JSONValue) {
    let parts = reference.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
    var levels = file.split(separator: "/").dropLast().map(String.init)
    var document = file
    if let path = parts.first, !path.isEmpty {
      for level in path.split(separator: "/").map(String.init) {
        if level == ".." { levels = levels.dropLast() } else { levels.append(level) }
      }
      document = String(levels.joined(separator: "/").dropLast(".json".count))
    }
    var schema = documents[document]
    for key in (parts.count > 1 ? parts[1] : "").split(separator: "/") { schema = schema?[String(key)] }
    guard let schema else { throw Unreadable(description: "\(file): \(reference) leads nowhere") }
    return (document, schema)
  }
}

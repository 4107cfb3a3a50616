/// A request as it travels, unread: its verb, its arguments, and the mark by which the asker knows the answer.
package struct Envelope: Equatable, Sendable {
  /// Longest payload or line that is read, in bytes.
  package static let sizeLimit = 16_384

  package let verb: String
  package let arguments: JSONValue
  /// Echoed in the answer: a string of at most 128 bytes, a number, or null.
  package let transaction: JSONValue

  package init(verb: String, arguments: JSONValue = .null, transaction: JSONValue = .null) {
    self.verb = verb
    self.arguments = arguments
    self.transaction = transaction
  }

  /// Reads an MQTT payload: an object whose members are the arguments and, beside them, `transaction`; or nothing.
  package init(verb: String, payload: [UInt8]) throws(RequestRefusal) {
    guard !payload.isEmpty else {
      self.init(verb: verb)
      return
    }
    guard case .object(var members) = try Self.document(payload) else {
      throw RequestRefusal("the payload must be a JSON object")
    }
    let transaction = try Self.transaction(members.removeValue(forKey: "transaction"))
    self.init(verb: verb, arguments: .object(members), transaction: transaction)
  }

  /// Reads a line of the control socket: `{"verb":"volume","arguments":{"value":40},"transaction":"1"}`.
  package init(line: [UInt8]) throws(RequestRefusal) {
    guard case .object(let members) = try Self.document(line), case .string(let verb) = members["verb"] else {
      throw RequestRefusal("a request is a JSON object with a \"verb\"")
    }
    if let unknown = members.keys.filter({ !["verb", "arguments", "transaction"].contains($0) }).min() {
      throw RequestRefusal(
        "unknown key \(JSONValue.string(unknown).excerpt); known are: verb, arguments, transaction")
    }
    self.init(
      verb: verb, arguments: members["arguments"] ?? .null,
      transaction: try Self.transaction(members["transaction"]))
  }

  /// What ``init(line:)`` reads, without a line feed.
  package var line: [UInt8] {
    (["verb": .string(verb), "arguments": arguments, "transaction": transaction] as JSONValue).bytes
  }

  private static func document(_ bytes: [UInt8]) throws(RequestRefusal) -> JSONValue {
    do {
      return try JSONValue(parsing: bytes, limit: sizeLimit)
    } catch {
      throw RequestRefusal("the request cannot be read: \(error)")
    }
  }

  private static func transaction(_ value: JSONValue?) throws(RequestRefusal) -> JSONValue {
    switch value {
    case nil, .null: return .null
    case .number(let number): return .number(number)
    case .string(let string) where string.utf8.count <= 128: return .string(string)
    default: throw RequestRefusal("\"transaction\" must be a number or a string of at most 128 bytes")
    }
  }
}

import FoundationEssentials

extension JSONValue {
  /// How deep arrays and objects may nest in what we read: our own payloads need four.
  package static let depthLimit = 16

  /// Reads one document of UTF-8 text from outside.
  ///
  /// Throws when there are more than `limit` bytes, when arrays and objects nest deeper than ``depthLimit``, and when the
  /// bytes are not JSON. What Foundation lets pass, passes: a comma after the last element, and of equal keys one counts.
  package init(parsing bytes: some Collection<UInt8>, limit: Int) throws(JSONFailure) {
    guard bytes.count <= limit else { throw JSONFailure(description: "more than \(limit) bytes") }
    let bytes = Array(bytes)
    try JSONCheck.check(bytes, depthLimit: Self.depthLimit)
    do {
      self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    } catch {
      throw JSONFailure(description: "not JSON")
    }
  }

  /// The document as UTF-8 text: one line, keys in alphabetical order.
  package var bytes: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self))
    } catch {
      // A JSONEncoder fails on numbers that are not finite, and `encode(to:)` hands it none.
      preconditionFailure("a JSON value could not be written: \(error)")
    }
  }

  package var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension JSONValue: Codable {
  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let elements = try? value.decode([JSONValue].self) {
      self = .array(elements)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let bool): try container.encode(bool)
    case .number(let number): if number.isFinite { try container.encode(number) } else { try container.encodeNil() }
    case .string(let string): try container.encode(string)
    case .array(let elements): try container.encode(elements)
    case .object(let members): try container.encode(members)
    }
  }
}

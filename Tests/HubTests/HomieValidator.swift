@testable import Hub

/// Checks messages against the text of the Homie convention 5.0 (homieiot.github.io), as a controller would: knows nothing
/// of the box but what it publishes.
struct HomieValidator {
  private struct Property {
    let datatype: String
    let format: String?
    let isSettable: Bool
    let isRetained: Bool
  }

  private let root: String
  private var properties: [String: Property] = [:]
  private var state: String?
  private var description: [UInt8]?
  private var hasValue: Set<String> = []
  /// What is against the convention.
  private(set) var violations: [String] = []
  var settableTopics: [String] {
    properties.filter(\.value.isSettable).keys.map { "\(root)/\($0)/set" }.sorted()
  }

  init(root: String) { self.root = root }

  mutating func take(_ publications: [Publication]) {
    for publication in publications { take(publication) }
  }

  mutating func take(_ publication: Publication) {
    guard publication.topic.hasPrefix(root + "/") else { return }
    let path = String(publication.topic.dropFirst(root.count + 1))
    let payload = publication.payload
    guard let text = String(validating: payload, as: UTF8.self), !text.hasPrefix("\u{FEFF}") else {
      return complain("\(path): not UTF-8 without a byte order mark")
    }
    if path.hasPrefix("$") && !publication.retained { complain("\(path): is not retained") }
    switch path {
    case "$state": takeState(text)
    case "$description": takeDescription(payload)
    default: takeValue(text, of: path, publication)
    }
  }

  private mutating func takeState(_ text: String) {
    guard ["init", "ready", "disconnected", "sleeping", "lost"].contains(text) else {
      return complain("$state: \(text)")
    }
    if text == "ready" {
      if description == nil { complain("ready without a description") }
      for (path, property) in properties where property.isRetained && !hasValue.contains(path) {
        complain("ready, but \(path) has no value")
      }
    }
    state = text
  }

  private mutating func takeDescription(_ payload: [UInt8]) {
    if let description, description != payload, !["init", "disconnected", "lost"].contains(state) {
      complain("the description changes while the device is \(state ?? "nothing")")
    }
    guard let document = try? JSONValue(parsing: payload, limit: 1 << 20) else {
      return complain("the description is not JSON")
    }
    checkMembers(
      document, "device",
      known: ["homie", "version", "nodes", "name", "type", "children", "root", "parent", "extensions"])
    let version = document["homie"]?.string ?? ""
    if !version.hasPrefix("5.") || Int(version.dropFirst(2)) == nil { complain("homie: \(version)") }
    if document["version"]?.number.flatMap({ Int(exactly: $0) }) == nil { complain("version is no integer") }
    if document["name"]?.string == nil { complain("the device has no name") }
    if let old = description, old != payload, let before = try? JSONValue(parsing: old, limit: 1 << 20),
      before["version"] == document["version"]
    {
      complain("the description changed and its version did not")
    }
    description = payload
    properties = [:]
    for (node, object) in members(document["nodes"]) {
      checkID(node)
      checkMembers(object, node, known: ["name", "type", "properties"])
      for (id, property) in members(object["properties"]) {
        checkID(id)
        checkProperty(property, "\(node)/\(id)")
      }
    }
  }

  private mutating func checkProperty(_ object: JSONValue, _ path: String) {
    checkMembers(object, path, known: ["name", "datatype", "format", "settable", "retained", "unit"])
    let datatype = object["datatype"]?.string ?? ""
    let format = object["format"]?.string
    switch datatype {
    case "integer", "float":
      let parts = (format ?? ":").split(separator: ":", omittingEmptySubsequences: false)
      let isRange = (2...3).contains(parts.count) && parts.allSatisfy { $0.isEmpty || Double($0) != nil }
      if !isRange { complain("\(path): format \(format ?? "")") }
    case "enum":
      let values = format?.split(separator: ",", omittingEmptySubsequences: false) ?? []
      if values.isEmpty || values.contains("") || Set(values).count != values.count {
        complain("\(path): format \(format ?? "is missing")")
      }
    case "boolean":
      if let format, format.split(separator: ",").count != 2 { complain("\(path): format \(format)") }
    case "string", "datetime", "duration", "json", "color": break
    default: complain("\(path): datatype \(datatype)")
    }
    for key in ["settable", "retained"] where object[key] != nil && object[key]?.bool == nil {
      complain("\(path): \(key) is no boolean")
    }
    properties[path] = Property(
      datatype: datatype, format: format, isSettable: object["settable"]?.bool ?? false,
      isRetained: object["retained"]?.bool ?? true)
  }

  private mutating func takeValue(_ text: String, of path: String, _ publication: Publication) {
    guard let property = properties[path] else { return complain("\(path) is not described") }
    if publication.retained != property.isRetained { complain("\(path): retained is \(publication.retained)") }
    if !property.isRetained && publication.quality != 0 { complain("\(path): momentary, but not at most once") }
    if text.isEmpty { return complain("\(path): deleted") }
    let isValid =
      switch property.datatype {
      case "integer": Int64(text) != nil && !text.hasPrefix("+") && isInside(text, property.format)
      case "float":
        text.utf8.allSatisfy { "0123456789-eE.".utf8.contains($0) } && Double(text)?.isFinite == true
          && isInside(text, property.format)
      case "boolean": text == "true" || text == "false"
      case "enum": property.format?.split(separator: ",").contains { $0 == text } == true
      case "string": text == "\0" || !text.contains("\0")
      default: true
      }
    if !isValid { complain("\(path): \(text) is no \(property.datatype) in \(property.format ?? "any")") }
    hasValue.insert(path)
  }

  private func isInside(_ text: String, _ format: String?) -> Bool {
    let parts = (format ?? ":").split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard let value = Double(text), parts.count >= 2 else { return false }
    return value >= parts[0] ?? -.infinity && value <= parts[1] ?? .infinity
  }

  private mutating func checkID(_ id: String) {
    let isID = !id.isEmpty && id.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0) }
    if !isID { complain("\(id) is no ID") }
  }

  private mutating func checkMembers(_ value: JSONValue, _ place: String, known: Set<String>) {
    for (key, member) in members(value) {
      if !known.contains(key) { complain("\(place): unknown field \(key)") }
      if member == .null { complain("\(place): \(key) is null") }
    }
  }

  private func members(_ value: JSONValue?) -> [String: JSONValue] {
    if case .object(let members)? = value { members } else { [:] }
  }

  private mutating func complain(_ words: String) { violations.append(words) }
}

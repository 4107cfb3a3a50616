import CYaml

/// Reads one YAML document into nodes, with libyaml.
///
/// Settings need no anchors, aliases or tags; they are refused, which also closes the door on documents that
/// unfold into gigabytes.
struct YamlReader: ~Copyable {
  private static let deepest = 16
  private let file: String
  private let parser: UnsafeMutablePointer<yaml_parser_t>

  /// The document in `text`, or nil if it is empty or holds comments only.
  static func document(in text: [UInt8], file: String) throws(SettingsError) -> YamlNode? {
    var reader = YamlReader(file: file)
    return try reader.document(text)
  }

  private init(file: String) {
    self.file = file
    parser = .allocate(capacity: 1)
    // Fails only when memory is exhausted, as any allocation here may.
    precondition(yaml_parser_initialize(parser) == 1, "yaml_parser_initialize")
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  private mutating func document(_ text: [UInt8]) throws(SettingsError) -> YamlNode? {
    // libyaml keeps the input's address: it must hold still until the last event, so it is copied.
    let input = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, text.count))
    defer { input.deallocate() }
    for (index, byte) in text.enumerated() { input[index] = byte }
    yaml_parser_set_input_string(parser, input, text.count)
    try expect(YAML_STREAM_START_EVENT)
    var start = try next()
    defer { yaml_event_delete(&start) }
    if start.type == YAML_STREAM_END_EVENT { return nil }
    let root = try node(depth: 0)
    try expect(YAML_DOCUMENT_END_EVENT)
    var end = try next()
    defer { yaml_event_delete(&end) }
    guard end.type == YAML_STREAM_END_EVENT else {
      throw error(line(of: end), "a second document starts here; keep one to a file")
    }
    if case .scalar("") = root.value { return nil }
    return root
  }

  private mutating func node(depth: Int) throws(SettingsError) -> YamlNode {
    var event = try next()
    defer { yaml_event_delete(&event) }
    return try node(from: event, depth: depth)
  }

  private mutating func node(from event: yaml_event_t, depth: Int) throws(SettingsError) -> YamlNode {
    let line = line(of: event)
    guard depth < Self.deepest else { throw error(line, "nested more than \(Self.deepest) deep") }
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      if let problem = Self.ornament(scalar.anchor, scalar.tag) { throw error(line, problem) }
      return YamlNode(line: line, value: .scalar(text(of: event)))
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      if let problem = Self.ornament(start.anchor, start.tag) { throw error(line, problem) }
      return YamlNode(line: line, value: .sequence(try items(depth: depth)))
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      if let problem = Self.ornament(start.anchor, start.tag) { throw error(line, problem) }
      return YamlNode(line: line, value: .mapping(try entries(depth: depth)))
    case YAML_ALIAS_EVENT:
      throw error(line, "aliases (*) are not used in settings")
    default:
      throw error(line, "a value is missing here")
    }
  }

  /// What a node carries that settings have no use for, in words.
  private static func ornament(_ anchor: UnsafePointer<UInt8>?, _ tag: UnsafePointer<UInt8>?) -> String? {
    if anchor != nil { return "anchors (&) are not used in settings" }
    return tag == nil ? nil : "tags (!) are not used in settings"
  }

  private mutating func items(depth: Int) throws(SettingsError) -> [YamlNode] {
    var items: [YamlNode] = []
    while true {
      var event = try next()
      defer { yaml_event_delete(&event) }
      if event.type == YAML_SEQUENCE_END_EVENT { return items }
      items.append(try node(from: event, depth: depth + 1))
    }
  }

  private mutating func entries(depth: Int) throws(SettingsError) -> [(key: String, line: Int, value: YamlNode)] {
    var entries: [(key: String, line: Int, value: YamlNode)] = []
    while true {
      var event = try next()
      defer { yaml_event_delete(&event) }
      if event.type == YAML_MAPPING_END_EVENT { return entries }
      let line = line(of: event)
      guard event.type == YAML_SCALAR_EVENT else { throw error(line, "a key must be a plain word") }
      let key = text(of: event)
      if let first = entries.first(where: { $0.key == key }) {
        throw SettingsError(file: file, line: line, key: key, problem: "stands twice; first on line \(first.line)")
      }
      entries.append((key, line, try node(depth: depth + 1)))
    }
  }

  private mutating func expect(_ type: yaml_event_type_t) throws(SettingsError) {
    var event = try next()
    defer { yaml_event_delete(&event) }
    guard event.type == type else { throw error(line(of: event), "the document does not end where it should") }
  }

  private mutating func next() throws(SettingsError) -> yaml_event_t {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else {
      let reason = parser.pointee.problem.map { String(cString: $0) } ?? "not YAML"
      throw error(Int(clamping: parser.pointee.problem_mark.line) + 1, "not valid YAML: \(reason)")
    }
    return event
  }

  private func line(of event: yaml_event_t) -> Int { Int(clamping: event.start_mark.line) + 1 }

  private func text(of event: yaml_event_t) -> String {
    // Safe: libyaml owns `length` bytes at `value` until the event is deleted.
    String(
      decoding: UnsafeBufferPointer(start: event.data.scalar.value, count: event.data.scalar.length), as: UTF8.self)
  }

  private func error(_ line: Int, _ problem: String) -> SettingsError {
    SettingsError(file: file, line: line, key: "", problem: problem)
  }
}

/// YAML as the box writes it.
enum YamlText {
  /// The text as a YAML scalar, quoted where it could be read as something else.
  static func quoted(_ text: String) -> String {
    let plain = text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "/._-".unicodeScalars.contains($0)
    }
    if plain, let first = text.first, first != "-" { return text }
    let escaped = text.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : "\($0)" }.joined()
    return "\"\(escaped)\""
  }
}

extension YamlText {
  /// A whole file: every key with its sentence and range above it, its level's name where a level begins.
  static func document<Root>(_ root: Root, keys: [Key<Root>]) -> String {
    var lines: [String] = []
    var level = ""
    for key in keys {
      let parts = key.path.split(separator: ".")
      let parent = parts.dropLast().joined(separator: ".")
      if parent != level {
        level = parent
        lines.append("")
        lines.append("\(parent):")
      }
      let indent = parent.isEmpty ? "" : "  "
      lines.append("\(indent)# \(key.sentence) [\(key.allowed)]")
      lines.append("\(indent)\(parts.last!): \(key.show(root))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

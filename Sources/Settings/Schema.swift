/// All keys that a kind of file may hold.
package struct Schema<Root> {
  package let keys: [Key<Root>]

  /// Reads a YAML document over the values that `root` already has. Empty text changes nothing.
  ///
  /// Throws for text that is not YAML, unknown keys, and values that a key does not allow, naming the line.
  func read(_ text: [UInt8], file: String, into root: inout Root) throws(SettingsError) {
    guard let document = try YamlReader.document(in: text, file: file) else { return }
    try read(document, at: "", file: file, into: &root)
  }

  private func read(_ node: YamlNode, at path: String, file: String, into root: inout Root) throws(SettingsError) {
    func failure(_ line: Int, _ path: String, _ problem: String) -> SettingsError {
      SettingsError(file: file, line: line, key: path, problem: problem)
    }
    guard case .mapping(let entries) = node.value else {
      throw failure(node.line, path, "keys and values belong here, such as \"\(example(under: path))\"")
    }
    for entry in entries {
      let path = path.isEmpty ? entry.key : "\(path).\(entry.key)"
      if let key = keys.first(where: { $0.path == path }) {
        guard case .scalar(let text) = entry.value.value else {
          throw failure(entry.line, path, "one value belongs here: \(key.allowed)")
        }
        if let problem = key.read(text, &root) { throw failure(entry.line, path, problem) }
      } else if keys.contains(where: { $0.path.hasPrefix(path + ".") }) {
        try read(entry.value, at: path, file: file, into: &root)
      } else {
        throw failure(entry.line, path, "there is no such key\(suggestion(for: path))")
      }
    }
  }

  private func example(under path: String) -> String {
    let prefix = path.isEmpty ? "" : path + "."
    let key = keys.first { $0.path.hasPrefix(prefix) }?.path ?? "key"
    return key.dropFirst(prefix.count).split(separator: ".").first.map { "\($0): …" } ?? "key: …"
  }

  /// The nearest key by edit distance, if it is near enough to be meant.
  private func suggestion(for path: String) -> String {
    let nearest = keys.map { (path: $0.path, distance: distance($0.path, path)) }.min { $0.distance < $1.distance }
    guard let nearest, nearest.distance <= 3 else { return "; 'moodbox config show' lists them all" }
    return "; did you mean \(nearest.path)?"
  }

  /// Levenshtein's edit distance.
  private func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let above = row[column + 1]
        row[column + 1] =
          character == right[column] ? diagonal : 1 + min(diagonal, above, row[column])
        diagonal = above
      }
    }
    return row[right.count]
  }
}

/// A piece of a YAML document, and the line it stands on, counted from 1.
struct YamlNode {
  enum Value {
    case scalar(String)
    case sequence([YamlNode])
    /// In the order of the file; no key stands twice.
    case mapping([(key: String, line: Int, value: YamlNode)])
  }

  let line: Int
  let value: Value
}

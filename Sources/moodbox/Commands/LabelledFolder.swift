import FoundationEssentials

/// Reads the label files of an evaluation.
enum LabelledFolder {
  static func bytes(_ file: String) throws -> [UInt8] {
    guard let data = try? Data(contentsOf: URL(filePath: file)) else { throw Failure("\(file): cannot be read") }
    return Array(data)
  }
}

/// One record of a CSV file.
package struct CSVRow: Equatable, Sendable {
  /// The line of the file that the record begins on, counted from 1; a quoted field may carry it over several.
  package let line: Int
  /// At least one.
  package let fields: [String]

  package init(line: Int, fields: [String]) {
    self.line = line
    self.fields = fields
  }

  /// The record as RFC 4180 writes it, without the line break: fields with commas, quotes or line breaks are quoted.
  package static func text(_ fields: [String]) -> String {
    // A record of one empty field would be a blank line, which readers skip.
    if fields == [""] { return "\"\"" }
    return fields.map(quoted).joined(separator: ",")
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains { [UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D].contains($0) }
    guard needsQuotes else { return field }
    let doubled = field.unicodeScalars.reduce(into: String.UnicodeScalarView()) { text, scalar in
      text.append(scalar)
      if scalar == "\"" { text.append(scalar) }
    }
    return "\"\(String(doubled))\""
  }
}

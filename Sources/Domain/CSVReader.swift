/// Reads comma-separated values strictly as RFC 4180 writes them, record by record.
///
/// Lines may end in LF as well as CRLF, a byte order mark at the start is passed over, and so are blank lines. Everything
/// else that is not RFC 4180 is an error that names its line: half-quoted fields, text after a closing quote, a quote that
/// is never closed, bytes that are not UTF-8.
package struct CSVReader: Sendable {
  private let file: String
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  /// - Parameter file: what errors call it.
  package init(_ bytes: [UInt8], file: String = "") {
    self.bytes = bytes
    self.file = file
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next record, or nil at the end.
  package mutating func next() throws(CSVFailure) -> CSVRow? {
    while skipLineBreak() {}
    guard position < bytes.count else { return nil }
    let start = line
    var fields = [try field()]
    while position < bytes.count, bytes[position] == Self.comma {
      position += 1
      fields.append(try field())
    }
    if position < bytes.count, !skipLineBreak() { throw failure("a carriage return stands without a line feed") }
    return CSVRow(line: start, fields: fields)
  }

  /// Goes on with the next line after an error, so that one bad record does not hide those behind it.
  package mutating func skipLine() {
    while position < bytes.count, bytes[position] != Self.lineFeed { position += 1 }
    _ = skipLineBreak()
  }

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed: UInt8 = 0x0A
  private static let carriageReturn: UInt8 = 0x0D

  /// Steps over LF or CRLF if one comes next.
  private mutating func skipLineBreak() -> Bool {
    guard position < bytes.count else { return false }
    if bytes[position] == Self.lineFeed {
      position += 1
    } else if bytes[position] == Self.carriageReturn, position + 1 < bytes.count, bytes[position + 1] == Self.lineFeed {
      position += 2
    } else {
      return false
    }
    line += 1
    return true
  }

  /// Reads a field and stops at what ends it: a comma, a line break or the end.
  private mutating func field() throws(CSVFailure) -> String {
    if position < bytes.count, bytes[position] == Self.quote { return try quotedField() }
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case Self.comma, Self.lineFeed, Self.carriageReturn: return try text(bytes[start..<position], at: line)
      case Self.quote:
        throw failure("a quote stands inside a field: put the whole field in quotes, and double the quote")
      default: position += 1
      }
    }
    return try text(bytes[start...], at: line)
  }

  private mutating func quotedField() throws(CSVFailure) -> String {
    let start = line
    var content: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == Self.lineFeed { line += 1 }
      guard byte == Self.quote else {
        content.append(byte)
        continue
      }
      guard position < bytes.count else { return try text(content[...], at: start) }
      switch bytes[position] {
      case Self.quote:
        content.append(byte)
        position += 1
      case Self.comma, Self.lineFeed, Self.carriageReturn: return try text(content[...], at: start)
      default: throw failure("text stands after the closing quote of a field")
      }
    }
    throw CSVFailure(file: file, line: start, reason: "the quote that opens here is never closed")
  }

  private func text(_ content: ArraySlice<UInt8>, at line: Int) throws(CSVFailure) -> String {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw CSVFailure(file: file, line: line, reason: "a field is not valid UTF-8")
    }
    return text
  }

  private func failure(_ reason: String) -> CSVFailure { CSVFailure(file: file, line: line, reason: reason) }
}

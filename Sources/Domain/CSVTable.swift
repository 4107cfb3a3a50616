/// A CSV file whose first record names its columns.
package struct CSVTable: Sendable {
  /// The names, in order, each once.
  package let columns: [String]
  /// The records after the first, each as long as `columns`.
  package let rows: [CSVRow]
  private let file: String

  /// - Parameter file: what errors call it.
  package init(_ bytes: [UInt8], file: String = "") throws(CSVFailure) {
    var reader = CSVReader(bytes, file: file)
    guard let header = try reader.next() else {
      throw CSVFailure(file: file, line: 1, reason: "the file is empty: its first line must name the columns")
    }
    var seen: Set<String> = []
    for name in header.fields where !seen.insert(name).inserted {
      throw CSVFailure(file: file, line: header.line, reason: "the column \"\(name)\" is named twice")
    }
    var rows: [CSVRow] = []
    while let row = try reader.next() {
      guard row.fields.count == header.fields.count else {
        throw CSVFailure(
          file: file, line: row.line,
          reason: "\(row.fields.count) fields, but the first line names \(header.fields.count) columns")
      }
      rows.append(row)
    }
    columns = header.fields
    self.rows = rows
    self.file = file
  }

  /// Where the column of that name stands in every row; throws when there is none.
  package func column(_ name: String) throws(CSVFailure) -> Int {
    guard let index = columns.firstIndex(of: name) else {
      throw CSVFailure(file: file, line: 1, reason: "no column is named \"\(name)\"")
    }
    return index
  }

  /// The field of `row` in a column as a whole number; throws when it is not one.
  package func integer(_ column: Int, of row: CSVRow) throws(CSVFailure) -> Int {
    guard let number = Int(row.fields[column]) else {
      throw failure("\(columns[column]) is \"\(row.fields[column])\", not a whole number", in: row)
    }
    return number
  }

  /// An error about a row, which names its file and line.
  package func failure(_ reason: String, in row: CSVRow) -> CSVFailure {
    CSVFailure(file: file, line: row.line, reason: reason)
  }
}

import Domain
import Testing

@Suite("CSV")
struct CSVTests {
  private func rows(_ text: String) throws -> [CSVRow] {
    var reader = CSVReader(Array(text.utf8))
    var rows: [CSVRow] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  @Test("reads fields, quotes, doubled quotes and line breaks inside quotes")
  func reads() throws {
    let rows = try rows("a,b\r\n\"x, y\",\"say \"\"hi\"\"\"\n\"two\nlines\",\n\nlast,1")
    #expect(
      rows == [
        CSVRow(line: 1, fields: ["a", "b"]), CSVRow(line: 2, fields: ["x, y", "say \"hi\""]),
        CSVRow(line: 3, fields: ["two\nlines", ""]), CSVRow(line: 6, fields: ["last", "1"]),
      ])
  }

  @Test("passes over a byte order mark")
  func byteOrderMark() throws {
    #expect(try rows("\u{FEFF}a,b") == [CSVRow(line: 1, fields: ["a", "b"])])
  }

  @Test("has no records in an empty file")
  func empty() throws {
    #expect(try rows("").isEmpty)
    #expect(try rows("\r\n\n").isEmpty)
  }

  @Test(
    "names the line of what it cannot read",
    arguments: [
      ("a\nb\"c", 2), ("a\n\"b\"c", 2), ("a\n\n\"b\n\n", 3), ("a\rb", 1), ("\"a\"\rb", 1), ("\"", 1),
    ])
  func refuses(text: String, line: Int) {
    #expect { try rows(text) } throws: { ($0 as? CSVFailure)?.line == line }
  }

  @Test("refuses bytes that are not UTF-8")
  func encoding() {
    var reader = CSVReader([0x61, 0x2C, 0xFF], file: "songs.csv")
    #expect { try reader.next() } throws: { "\($0)" == "songs.csv:1: a field is not valid UTF-8" }
  }

  @Test(
    "reads back what it writes",
    arguments: [["a"], [""], ["", ""], ["a,b", "\"", "c\r\nd", "e\u{301}\u{1F600}"], [" spaces ", "'"]])
  func roundTrip(fields: [String]) throws {
    #expect(try rows(CSVRow.text(fields) + "\n").map(\.fields) == [fields])
  }

  @Test("finds columns by name, and numbers in them")
  func table() throws {
    let table = try CSVTable(Array("name,votes\nhappy,7\nsad,many\n".utf8), file: "labels.csv")
    let votes = try table.column("votes")
    #expect(try table.integer(votes, of: table.rows[0]) == 7)
    #expect { try table.integer(votes, of: table.rows[1]) } throws: {
      "\($0)" == "labels.csv:3: votes is \"many\", not a whole number"
    }
    #expect { try table.column("age") } throws: { "\($0)" == "labels.csv:1: no column is named \"age\"" }
  }

  @Test(
    "refuses tables that are empty, ragged or name a column twice",
    arguments: [("", 1), ("a,b\n1\n", 2), ("a,a\n", 1), ("a,b\n1,2\n\n1,2,3\n", 4)])
  func raggedTable(text: String, line: Int) {
    #expect { try CSVTable(Array(text.utf8)) } throws: { ($0 as? CSVFailure)?.line == line }
  }
}

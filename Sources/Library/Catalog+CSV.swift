import Domain

extension Catalog {
  private static let pathColumn = "path"
  /// Written for people to read; a change to it is not taken.
  private static let durationColumn = "seconds"

  /// Every track that the owner did not remove as comma-separated values (RFC 4180, UTF-8): its path, the fields that
  /// can be set, and its length in seconds.
  package func exported() throws -> String {
    let fields = TrackField.allCases
    var lines = [CSVRow.text([Self.pathColumn] + fields.map(\.rawValue) + [Self.durationColumn])]
    for entry in try entries(CatalogFilter(state: nil)) where entry.state != .hidden {
      let milliseconds = entry.track.duration / .milliseconds(1)
      lines.append(
        CSVRow.text(
          [entry.track.path] + fields.map { entry.text(of: $0) } + ["\(Int((milliseconds / 1000).rounded()))"]))
    }
    return lines.map { $0 + "\r\n" }.joined()
  }

  /// Takes over what was changed in an exported file: each value that differs from the catalog's becomes the owner's. All
  /// or, when anything is wrong, nothing.
  ///
  /// Any of the columns but `path` may be left out. An empty cell of a feature, a year or a number means that the file has
  /// nothing to say about it.
  ///
  /// - Parameter file: what errors call it.
  /// - Returns: how many tracks were changed.
  package func importValues(_ bytes: [UInt8], file: String) throws -> Int {
    let table = try CSVTable(bytes, file: file)
    let path = try table.column(Self.pathColumn)
    let columns = try fields(of: table, file: file)
    var seen: Set<Int64> = []
    var changed = 0
    try database.transaction {
      for row in table.rows {
        guard let entry = try entry(path: row.fields[path]), entry.state != .hidden else {
          throw table.failure(
            "the catalog has no song at the path \"\(SongTags.cleaned(row.fields[path]))\"; scan the music folder first",
            in: row)
        }
        guard seen.insert(entry.track.id).inserted else {
          throw table.failure("the song at this path stands in the file twice", in: row)
        }
        let values = try changes(columns, of: row, in: table, to: entry)
        try store(values, for: entry.track.id)
        changed += values.isEmpty ? 0 : 1
      }
    }
    if changed > 0 { revision += 1 }
    return changed
  }

  private func fields(of table: CSVTable, file: String) throws(CSVFailure) -> [(column: Int, field: TrackField)] {
    var fields: [(column: Int, field: TrackField)] = []
    for (column, name) in table.columns.enumerated() where name != Self.pathColumn && name != Self.durationColumn {
      guard let field = TrackField(rawValue: name) else {
        let known = TrackField.allCases.map(\.rawValue).joined(separator: ", ")
        throw CSVFailure(
          file: file, line: 1, reason: "no column can be named \"\(SongTags.cleaned(name))\"; there are path, \(known)")
      }
      fields.append((column, field))
    }
    return fields
  }

  private func changes(
    _ columns: [(column: Int, field: TrackField)], of row: CSVRow, in table: CSVTable, to entry: CatalogEntry
  ) throws(CSVFailure) -> [TrackField: SQLiteValue] {
    var values: [TrackField: SQLiteValue] = [:]
    for (column, field) in columns {
      let text = row.fields[column]
      if text.isEmpty, !field.isText { continue }
      do {
        let value = try field.value(of: text)
        if value != entry.value(of: field) { values[field] = value }
      } catch {
        throw table.failure("\(error)", in: row)
      }
    }
    return values
  }
}

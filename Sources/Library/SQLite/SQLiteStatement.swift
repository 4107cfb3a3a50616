import CSQLite

/// The one owner of a prepared statement (`sqlite3_stmt`). It must not outlive the database that prepared it.
struct SQLiteStatement: ~Copyable {
  private let handle: OpaquePointer
  private let path: String

  /// Takes over a statement that nobody else will finalise.
  init(owning handle: OpaquePointer, path: String) {
    self.handle = handle
    self.path = path
  }

  deinit { sqlite3_finalize(handle) }

  /// Begins again with other values for its parameters. `sqlite3_reset`, `sqlite3_bind_*`
  borrowing func bind(_ values: [SQLiteValue]) throws(SQLiteFailure) {
    sqlite3_reset(handle)
    precondition(values.count == sqlite3_bind_parameter_count(handle), "one value for each parameter")
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      let code =
        switch value {
        case .null: sqlite3_bind_null(handle, place)
        case .integer(let number): sqlite3_bind_int64(handle, place, number)
        case .real(let number): sqlite3_bind_double(handle, place, number)
        case .text(let text): sqlite3_bind_text(handle, place, text, Int32(text.utf8.count), SQLITE_COPIED)
        case .blob(let bytes): sqlite3_bind_blob(handle, place, bytes, Int32(bytes.count), SQLITE_COPIED)
        }
      guard code == SQLITE_OK else { throw failure(code) }
    }
  }

  /// Goes to the next row; false when there is none. `sqlite3_step`
  borrowing func step() throws(SQLiteFailure) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw failure(code)
    }
  }

  /// Runs to the end with these values.
  borrowing func run(_ values: [SQLiteValue]) throws(SQLiteFailure) {
    try bind(values)
    while try step() {}
    sqlite3_reset(handle)
  }

  /// The current row's value in a column; a number that is not one reads as nil. `sqlite3_column_*`
  borrowing func integer(_ column: Int) -> Int64? {
    isNull(column) ? nil : sqlite3_column_int64(handle, Int32(column))
  }

  borrowing func real(_ column: Int) -> Double? {
    isNull(column) ? nil : sqlite3_column_double(handle, Int32(column))
  }

  borrowing func text(_ column: Int) -> String? {
    guard let bytes = sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  borrowing func blob(_ column: Int) -> [UInt8] {
    guard let bytes = sqlite3_column_blob(handle, Int32(column)) else { return [] }
    return Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, Int32(column)))))
  }

  private borrowing func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }

  private borrowing func failure(_ code: Int32) -> SQLiteFailure {
    SQLiteFailure(path: path, code: code, message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
  }
}

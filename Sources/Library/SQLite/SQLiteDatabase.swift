import CSQLite

/// The one owner of a database connection (`sqlite3`). Its calls block on the disk.
///
/// Not for several threads at once: an actor owns it.
struct SQLiteDatabase: ~Copyable, @unchecked Sendable {
  // Unchecked: the pointer is the only reference to a connection without thread affinity, so whoever owns the struct may
  // use it on any one thread at a time.
  let handle: OpaquePointer
  let path: String

  /// Opens a file, and creates it when there is none.
  init(path: String) throws(SQLiteFailure) {
    try self.init(opening: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, path: path)
  }

  /// - Parameters:
  ///   - name: a path or, with the flag for it, a URI. `sqlite3_open_v2`
  ///   - path: what errors call it.
  init(opening name: String, flags: Int32, path: String) throws(SQLiteFailure) {
    handle = try Self.handle(name, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, path)
    self.path = path
    // Another process may be reading; wait this many milliseconds for it.
    sqlite3_busy_timeout(handle, 5_000)
  }

  private static func handle(_ name: String, _ flags: Int32, _ path: String) throws(SQLiteFailure) -> OpaquePointer {
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(name, &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let message = String(cString: opened.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
      sqlite3_close_v2(opened)
      throw SQLiteFailure(path: path, code: code, message: message)
    }
    // SQLite opens what may not be written for reading only, and says so at the first change.
    if flags & SQLITE_OPEN_READWRITE != 0, sqlite3_db_readonly(opened, "main") == 1 {
      sqlite3_close_v2(opened)
      throw SQLiteFailure(path: path, code: SQLITE_READONLY, message: "it may only be read")
    }
    return opened
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements that take no values and give none. `sqlite3_exec`
  borrowing func execute(_ sql: String) throws(SQLiteFailure) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code) }
  }

  /// Compiles one statement, with `?` for each value. `sqlite3_prepare_v2`
  borrowing func prepare(_ sql: String) throws(SQLiteFailure) -> SQLiteStatement {
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
    guard code == SQLITE_OK, let prepared else { throw failure(code) }
    return SQLiteStatement(owning: prepared, path: path)
  }

  /// Runs one statement to its end.
  borrowing func run(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteFailure) {
    try prepare(sql).run(values)
  }

  /// Every row of a query, as `row` reads it.
  borrowing func rows<Value>(
    _ sql: String, _ values: [SQLiteValue] = [], _ row: (borrowing SQLiteStatement) -> Value
  ) throws(SQLiteFailure) -> [Value] {
    let statement = try prepare(sql)
    try statement.bind(values)
    var result: [Value] = []
    while try statement.step() { result.append(row(statement)) }
    return result
  }

  /// The first column of the first row as a whole number; 0 when there is none.
  borrowing func integer(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteFailure) -> Int64 {
    try rows(sql, values) { $0.integer(0) ?? 0 }.first ?? 0
  }

  /// Does all of `body` or, when it throws or the power goes, nothing of it.
  borrowing func transaction<Value>(_ body: () throws -> Value) throws -> Value {
    try execute("BEGIN IMMEDIATE")
    do {
      let value = try body()
      try execute("COMMIT")
      return value
    } catch {
      // A failed COMMIT may leave the transaction open, a full disk may have rolled it back already.
      if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
      throw error
    }
  }

  borrowing func failure(_ code: Int32) -> SQLiteFailure {
    SQLiteFailure(path: path, code: code, message: String(cString: sqlite3_errmsg(handle)))
  }
}

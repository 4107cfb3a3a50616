/// One of the five kinds of value that SQLite stores.
enum SQLiteValue: Equatable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }
  init(_ number: Float?) { self = number.map { .real(Double($0)) } ?? .null }
  init(_ text: String?) { self = text.map { .text($0) } ?? .null }
}

/// Something asked of the running box's catalog: the command line's door to it, since the box is the only one to write it.
package enum CatalogRequest: Equatable, Sendable {
  /// Values that a person gives a song, by the names of fields.
  package struct Change: Equatable, Sendable {
    package let id: Int64
    package let values: [String: String]

    package init(id: Int64, values: [String: String]) {
      self.id = id
      self.values = values
    }
  }

  /// The library in figures.
  case statistics
  /// Songs in the order of their numbers, from the one after `after` on.
  case songs(after: Int64, count: Int)
  /// All of a song's values or none.
  case set([Change])
  /// Files and folders below the music folder.
  case add([String])
  case remove([Int64])
  case analyse(again: Bool)
  /// How far a scan or an analysis is.
  case progress
  /// What is wrong with the library.
  case check

  /// At most as many songs, changes, paths or numbers in one request or answer.
  package static let most = 1000

  /// Whether songs can be others afterwards.
  package var changesSongs: Bool {
    switch self {
    case .statistics, .songs, .progress, .check: false
    case .set, .add, .remove, .analyse: true
    }
  }
}

extension CatalogRequest {
  /// | action | arguments |
  /// |---|---|
  /// | `stats` (also without an action), `progress`, `check` | none |
  /// | `list` | `after`, a song's number, 0 or more (0); `count` 1…1000 (100) |
  /// | `set` | `changes`, up to 1000 objects of `id` and `values`, an object of texts |
  /// | `add` | `paths`, up to 1000 texts |
  /// | `remove` | `ids`, up to 1000 numbers of songs |
  /// | `analyse` | `again`, true or false |
  init(_ arguments: inout ArgumentReader) throws(RequestRefusal) {
    let action = try arguments.textIfGiven("action") ?? "stats"
    switch action {
    case "stats": self = .statistics
    case "progress": self = .progress
    case "check": self = .check
    case "list":
      self = .songs(
        after: Int64(try arguments.wholeNumber("after", in: 0...Int(1 << 53), otherwise: 0)),
        count: try arguments.wholeNumber("count", in: 1...Self.most, otherwise: 100))
    case "set":
      self = .set(
        try arguments.list("changes", of: "objects with an id and values", Self.most) { value in
          guard case .object(let members) = value, members.count == 2, let id = members["id"].flatMap(Self.number),
            case .object(let texts)? = members["values"]
          else { return nil }
          let values = texts.compactMapValues(\.string)
          return values.count == texts.count ? Change(id: id, values: values) : nil
        })
    case "add": self = .add(try arguments.list("paths", of: "texts", Self.most, \.string))
    case "remove": self = .remove(try arguments.list("ids", of: "numbers of songs", Self.most, Self.number))
    case "analyse": self = .analyse(again: try arguments.bool("again"))
    default:
      throw RequestRefusal(
        "catalog: \"action\" must be stats, list, set, add, remove, analyse, progress or check, not "
          + JSONValue.string(action).excerpt)
    }
  }

  private static func number(_ value: JSONValue) -> Int64? {
    guard case .number(let number) = value, let id = Int64(exactly: number), id > 0, id <= 1 << 53 else { return nil }
    return id
  }

  /// What ``init(_:)`` reads back.
  var arguments: JSONValue {
    switch self {
    case .statistics: [:]
    case .progress: ["action": "progress"]
    case .check: ["action": "check"]
    case .songs(let after, let count):
      ["action": "list", "after": .number(Double(after)), "count": .number(Double(count))]
    case .set(let changes):
      [
        "action": "set",
        "changes": .array(
          changes.map { ["id": .number(Double($0.id)), "values": .object($0.values.mapValues { .string($0) })] }),
      ]
    case .add(let paths): ["action": "add", "paths": .array(paths.map { .string($0) })]
    case .remove(let ids): ["action": "remove", "ids": .array(ids.map { .number(Double($0)) })]
    case .analyse(let again): ["action": "analyse", "again": .bool(again)]
    }
  }
}

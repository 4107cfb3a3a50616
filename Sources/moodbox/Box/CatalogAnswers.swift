import Domain
import Hub
import Library
import Synchronization

/// Answers what is asked of the catalog: in the running box, which is the only one to write it, and in a command while there is none.
final class CatalogAnswers: Sendable {
  private let catalog: Catalog
  private let scanner: MusicScanner
  private let latest = Mutex<ScanProgress?>(nil)

  init(catalog: Catalog, scanner: MusicScanner) {
    self.catalog = catalog
    self.scanner = scanner
  }

  func answer(_ request: CatalogRequest) async throws -> JSONValue {
    switch request {
    case .statistics: return try await catalog.statistics().json
    case .songs(let after, let count):
      return .array(try await catalog.entries(after: after, count: count).map { SongRecord($0).json })
    case .set(let changes): return try await set(changes)
    case .add(let paths): return try await add(paths)
    case .remove(let ids):
      for id in ids { try await catalog.remove(id) }
      return ["removed": .number(Double(ids.count))]
    case .analyse(let again): return try await noting { try await scanner.analyse(again: again, progress: $0).json }
    case .progress: return latest.withLock { $0 }?.json ?? .null
    case .check: return try await scanner.check().json
    }
  }

  /// Looks for songs and, unless somebody else does, listens to them.
  func scan(listening: Bool) async throws -> JSONValue {
    try await noting {
      try await listening ? scanner.scan(progress: $0).json : scanner.look(progress: $0).json
    }
  }

  private func noting(
    _ body: (@escaping @Sendable (ScanProgress) -> Void) async throws -> JSONValue
  ) async throws -> JSONValue {
    defer { latest.withLock { $0 = nil } }
    return try await body { progress in self.latest.withLock { $0 = progress } }
  }

  /// All values of a song or none of them; all songs in one transaction. What cannot be is told, song by song.
  private func set(_ changes: [CatalogRequest.Change]) async throws -> JSONValue {
    var accepted: [(id: Int64, values: [TrackField: String])] = []
    var refused: [JSONValue] = []
    for change in changes {
      var values: [TrackField: String] = [:]
      var unknown: String?
      for (name, text) in change.values {
        if let field = TrackField(rawValue: name) { values[field] = text } else { unknown = name }
      }
      if let unknown {
        refused.append(["id": .number(Double(change.id)), "reason": .string("there is no field \"\(unknown)\"")])
      } else {
        accepted.append((change.id, values))
      }
    }
    let failures = try await catalog.set(accepted)
    refused += failures.map { ["id": .number(Double($0.id)), "reason": .string($0.reason)] }
    return ["changed": .number(Double(accepted.count - failures.count)), "refused": .array(refused)]
  }

  private func add(_ paths: [String]) async throws -> JSONValue {
    var added: [JSONValue] = []
    var problems: [JSONValue] = []
    for path in paths {
      do {
        for found in try await scanner.files(at: path) {
          do {
            added.append(SongRecord(try await scanner.add(found)).json)
          } catch {
            problems.append(["path": .string(found), "reason": .string("\(error)")])
          }
        }
      } catch {
        problems.append(["path": .string(path), "reason": .string("\(error)")])
      }
    }
    return ["added": .array(added), "problems": .array(problems)]
  }
}

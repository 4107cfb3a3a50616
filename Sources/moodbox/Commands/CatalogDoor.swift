import Hub
import Library
import Settings

/// The way of the command line to the catalog: through the running box or, while there is none, to the files themselves.
struct CatalogDoor {
  private enum Way {
    case box(RunningBox)
    case files(CatalogAnswers)
  }

  private let way: Way
  private let showsProgress: Bool

  init(_ settings: Settings, showsProgress: Bool) throws {
    self.showsProgress = showsProgress && Terminal.hasErrors
    if let box = try RunningBox(settings) {
      way = .box(box)
    } else {
      let catalog = try Songs.catalog(settings)
      way = .files(CatalogAnswers(catalog: catalog, scanner: Songs.scanner(catalog, settings)))
    }
  }

  func ask(_ request: CatalogRequest) async throws -> JSONValue { try await ask(.catalog(request)) }

  /// - Parameter listening: false when new songs are not to be listened to yet; the running box does so by itself, afterwards.
  func scan(listening: Bool) async throws -> JSONValue { try await ask(.scan, listening: listening) }

  /// Every song but those that the owner removed, or all of them.
  func songs(removedToo: Bool = false) async throws -> [SongRecord] {
    var songs: [SongRecord] = []
    var last: Int64 = 0
    while true {
      let page = try await ask(.songs(after: last, count: CatalogRequest.most)).array ?? []
      let records = page.compactMap { SongRecord($0) }
      guard records.count == page.count else { throw Failure("the box gave an answer that cannot be read") }
      songs += records
      guard records.count == CatalogRequest.most, let next = records.last?.id else { break }
      last = next
    }
    return removedToo ? songs : songs.filter { $0.state != CatalogEntry.State.hidden.rawValue }
  }

  /// Sets values song by song, as many at a time as one request holds. Returns how many songs were changed, and what was refused.
  ///
  /// Throws a ``Failure`` that says how many songs were changed until then: each of them wholly, and the others not at all.
  func set(_ changes: [CatalogRequest.Change]) async throws -> (changed: Int, refused: [(id: Int64, reason: String)]) {
    var (changed, refused): (Int, [(id: Int64, reason: String)]) = (0, [])
    for batch in Self.batches(changes) {
      let answer: JSONValue
      do {
        answer = try await ask(.set(batch))
      } catch  where changed > 0 {
        throw Failure(
          "\(error); \(changed) of \(changes.count) songs were changed before; the same again does the rest")
      }
      changed += Int(answer["changed"]?.number ?? 0)
      refused += (answer["refused"]?.array ?? []).map {
        (Int64($0["id"]?.number ?? 0), $0["reason"]?.string ?? "was refused")
      }
    }
    return (changed, refused)
  }

  private static func batches(_ changes: [CatalogRequest.Change]) -> [[CatalogRequest.Change]] {
    var batches: [[CatalogRequest.Change]] = []
    var size = Envelope.sizeLimit
    for change in changes {
      // Every byte of a text may take six as JSON; a request holds so many bytes in all.
      let length = 40 + change.values.reduce(0) { $0 + $1.key.utf8.count + JSONValue.string($1.value).bytes.count + 8 }
      if size + length > Envelope.sizeLimit - 200 || (batches.last?.count ?? 0) >= CatalogRequest.most {
        batches.append([])
        size = 0
      }
      batches[batches.count - 1].append(change)
      size += length
    }
    return batches
  }

  private func ask(_ request: Request, listening: Bool = true) async throws -> JSONValue {
    guard showsProgress, request.isLong else { return try await answer(request, listening) }
    return try await withThrowingTaskGroup(of: JSONValue?.self) { group in
      group.addTask { try await answer(request, listening) }
      group.addTask {
        while true {
          try await Task.sleep(for: .seconds(1))
          guard let stage = try? await answer(.catalog(.progress), false), let done = stage["done"]?.number,
            let total = stage["total"]?.number
          else { continue }
          let words = "\(stage["stage"]?.string ?? "") \(Int(done)) of \(Int(total))  \(stage["path"]?.string ?? "")"
          Terminal.progress("\(Self.bar(done / max(1, total)))  \(words)")
        }
      }
      defer {
        group.cancelAll()
        Terminal.progress(nil)
      }
      while let result = try await group.next() { if let result { return result } }
      throw CancellationError()
    }
  }

  private static func bar(_ share: Double) -> String {
    let full = Int((min(max(share, 0), 1) * 20).rounded(.down))
    return String(repeating: "█", count: full) + String(repeating: "░", count: 20 - full)
  }

  private func answer(_ request: Request, _ listening: Bool) async throws -> JSONValue {
    switch (way, request) {
    case (.box(let box), _): try await box.client.request(request)
    case (.files(let answers), .catalog(let request)): try await answers.answer(request)
    case (.files(let answers), _): try await answers.scan(listening: listening)
    }
  }
}

extension Request {
  /// Whether people want to see how far it is.
  fileprivate var isLong: Bool {
    switch self {
    case .scan, .catalog(.analyse), .catalog(.check), .catalog(.add): true
    default: false
    }
  }
}

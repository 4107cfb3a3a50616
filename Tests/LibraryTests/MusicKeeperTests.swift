import Domain
import Glibc
import System
import Testing

@testable import Library

@Suite("The keeper of the library", .timeLimit(.minutes(1)))
struct MusicKeeperTests {
  /// Runs a keeper, which need not wait for quiet, beside `body`, which is given what it tells.
  private func keeping(
    _ shelf: Shelf, _ ear: ScriptedEar = ScriptedEar(),
    _ body: @escaping @Sendable (inout AsyncStream<MusicKeeper.News>.Iterator) async throws -> Void
  ) async throws {
    let (news, newsEnd) = AsyncStream<MusicKeeper.News>.makeStream()
    let keeper = MusicKeeper(
      catalog: shelf.catalog, scanner: shelf.scanner(ear),
      sleep: { time in
        // Until it is quiet there is no waiting; what is to be tried again later is not tried in these tests.
        if time > .seconds(2) { try await Task.sleep(for: .seconds(3600)) }
      })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await keeper.run { newsEnd.yield($0) } }
      var iterator = news.makeAsyncIterator()
      try await body(&iterator)
      group.cancelAll()
    }
  }

  @Test("finds what is there, and then what is copied, renamed and removed, in new folders too")
  func follows() async throws {
    let shelf = try Shelf(["a.wav": Wav(pitch: 1)])
    try await keeping(shelf) { news in
      #expect(await news.changes { $0.added } == 1)
      // As scp does: made, written, closed.
      _ = try shelf.folder.folder("music/new/album")
      try shelf.put(Wav(pitch: 2), at: "new/album/b.wav")
      #expect(await news.changes { $0.added } == 1)
      // As rsync does: under another name first.
      try shelf.put(Wav(pitch: 3), at: "new/.c.wav.x7Gq1z")
      try shelf.folder.move("music/new/.c.wav.x7Gq1z", to: "music/new/c.wav")
      #expect(await news.changes { $0.added } == 1)
      try shelf.folder.move("music/new", to: "music/old")
      #expect(await news.changes { $0.moved } == 2)
      try shelf.put(Wav(pitch: 4), at: "old/album/d.wav")
      #expect(await news.changes { $0.added } == 1)
      try shelf.folder.remove("music/old/c.wav")
      #expect(await news.changes { $0.missing } == 1)
    }
    #expect(try await shelf.catalog.tracks().map(\.path).sorted() == ["a.wav", "old/album/b.wav", "old/album/d.wav"])
  }

  @Test("does not read a file that somebody is still writing")
  func unfinished() async throws {
    let shelf = try Shelf()
    let bytes = Wav(pitch: 5).bytes
    // In this box's clock the file was changed 100 seconds ago, and not closed.
    let watch = try FolderWatch()
    func look(_ ago: Int64) async throws -> ScanReport {
      var status = stat()
      stat(shelf.folder.absolute("music/big.wav"), &status)
      let changed = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
      let scanner = MusicScanner(
        catalog: shelf.catalog, folder: shelf.music, ear: ScriptedEar(), now: { changed + ago * 1_000_000_000 })
      return try await scanner.look(watching: watch)
    }
    _ = try await look(100)
    let file = open(shelf.folder.absolute("music/big.wav"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    #expect(write(file, bytes, 30) == 30)
    try await watch.change()
    let early = try await look(100)
    #expect(early.waiting == 1 && early.added == 0)
    #expect(write(file, Array(bytes[30...]), bytes.count - 30) == bytes.count - 30)
    close(file)
    try await watch.change()
    #expect(try await look(100).added == 1)
  }

  @Test("listens to songs one at a time, goes on after a restart, and lets news come first")
  func listens() async throws {
    let shelf = try Shelf(Dictionary(uniqueKeysWithValues: (0..<30).map { ("\($0).wav", Wav(pitch: $0)) }))
    let first = ScriptedEar()
    try await keeping(shelf, first) { news in
      while let item = await news.next() { if case .analysed = item { break } }
    }
    #expect(first.heard.count >= 25)
    let second = ScriptedEar()
    try await keeping(shelf, second) { news in
      guard first.heard.count < 30 else { return }
      while let item = await news.next() { if case .analysed = item { break } }
    }
    #expect(Set(first.heard + second.heard).count == 30 && first.heard.count + second.heard.count == 30)
    #expect(try await shelf.catalog.tracks().allSatisfy { $0.features != nil })
  }

  @Test("says that there is no music folder, and that there is one again")
  func noFolder() async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    try shelf.folder.move("music", to: "elsewhere")
    let (news, newsEnd) = AsyncStream<MusicKeeper.News>.makeStream()
    let keeper = MusicKeeper(
      catalog: shelf.catalog, scanner: shelf.scanner(), sleep: { _ in try await Task.sleep(for: .milliseconds(1)) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await keeper.run { newsEnd.yield($0) } }
      var told = news.makeAsyncIterator()
      guard case .failed = await told.next() else { throw Shelf.Unexpected(paths: []) }
      try shelf.folder.move("elsewhere", to: "music")
      while let item = await told.next(), item != .works {}
      #expect(await told.changes { $0.added } == 1)
      group.cancelAll()
    }
  }

  @Test("repairs a catalog that broke while it was used, from its last copy and the files")
  func repairs() async throws {
    let shelf = try Shelf(["a.wav": Wav(pitch: 1), "b.wav": Wav(pitch: 2)])
    try await shelf.scan()
    try await shelf.catalog.set(1, [.title: "Mine"])
    try await shelf.catalog.backUp()
    try await shelf.catalog.set(2, [.title: "Later"])
    try shelf.breakCatalog()
    let remark = try #require(try await shelf.catalog.examine(at: 7))
    #expect(remark.contains("damaged-7") && remark.contains("its last copy is used"))
    let titles = try await shelf.catalog.entries().map(\.track.title)
    #expect(titles.count == 2 && titles.contains("Mine") && !titles.contains("Later"))
    #expect(try await shelf.scan().unchanged == 2)
    #expect(try await shelf.catalog.examine() == nil)
  }
}

extension AsyncStream<MusicKeeper.News>.Iterator {
  /// The sum of one count over the next reports, up to the first in which it is not nought.
  mutating func changes(_ count: (ScanReport) -> Int) async -> Int {
    while let news = await next() {
      if case .changed(let report) = news, count(report) > 0 { return count(report) }
    }
    return 0
  }
}

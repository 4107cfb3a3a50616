import Domain
import FoundationEssentials
import Glibc
import Testing

@testable import Library

@Suite("A scan")
struct MusicScannerTests {
  @Test("takes in new songs with their tags, and nothing twice")
  func adds() async throws {
    let shelf = try Shelf(["a.wav": Wav(title: "Alpha", artist: "Ada")])
    _ = try shelf.folder.folder("music/x/y")
    try shelf.put(Wav(pitch: 2), at: "x/y/03 - Deep.WAV")
    let first = try await shelf.scan()
    #expect(first.added == 2 && first.analysed == 2 && first.problems.isEmpty)
    let tracks = try await shelf.catalog.tracks()
    #expect(tracks.map(\.path) == ["x/y/03 - Deep.WAV", "a.wav"])
    #expect(tracks.map(\.title) == ["Deep", "Alpha"])
    #expect(tracks.map(\.artist) == ["", "Ada"])
    #expect(tracks.map(\.features) == [ScriptedEar.features, ScriptedEar.features])
    var expected = ScanReport()
    expected.unchanged = 2
    #expect(try await shelf.scan() == expected)
  }

  @Test("keeps a song's number and what the owner set when its file moves")
  func moves() async throws {
    let shelf = try Shelf(["a.wav": Wav(pitch: 1), "b.wav": Wav(pitch: 2)])
    try await shelf.scan()
    let id = try #require(try await shelf.catalog.entry(path: "a.wav")).track.id
    try await shelf.catalog.set(id, [.title: "Mine"])
    _ = try shelf.folder.folder("music/new")
    try shelf.folder.move("music/a.wav", to: "music/new/c.wav")
    let report = try await shelf.scan()
    #expect(report.moved == 1 && report.added == 0 && report.missing == 0 && report.analysed == 0)
    let entry = try await shelf.catalog.entry(id)
    #expect(entry.track.path == "new/c.wav" && entry.track.title == "Mine" && entry.track.features != nil)
  }

  @Test("takes a copy for a song of its own")
  func copies() async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    try await shelf.scan()
    try shelf.put(Wav(), at: "copy.wav")
    #expect(try await shelf.scan().added == 1)
    #expect(try await shelf.catalog.tracks().count == 2)
  }

  @Test("remembers a song whose file is gone until it comes back")
  func returns() async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    try await shelf.scan()
    let id = try await shelf.only.track.id
    try await shelf.catalog.set(id, [.genre: "Fado"])
    try shelf.folder.remove("music/a.wav")
    #expect(try await shelf.scan().missing == 1)
    #expect(try await shelf.catalog.tracks().isEmpty)
    #expect(try await shelf.scan().missing == 0, "it is not gone again")
    try shelf.put(Wav(), at: "a.wav")
    #expect(try await shelf.scan().returned == 1)
    let back = try await shelf.only
    #expect(back.track.id == id && back.track.genre == "Fado" && back.state == .present && back.track.features != nil)
  }

  @Test("listens again to a file that holds other sound, but not to one that was only touched")
  func changes() async throws {
    let shelf = try Shelf(["a.wav": Wav(pitch: 1), "b.wav": Wav(pitch: 2)])
    try await shelf.scan()
    try shelf.put(Wav(pitch: 7), at: "a.wav")
    try shelf.put(Wav(pitch: 2), at: "b.wav")
    let ear = ScriptedEar()
    let report = try await shelf.scan(ear)
    #expect(report.changed == 1 && report.unchanged == 1)
    #expect(ear.heard == ["a.wav"])
  }

  @Test("reports files that are no songs and goes on")
  func problems() async throws {
    let shelf = try Shelf(["good.wav": Wav()])
    try shelf.folder.write(Array("Dear diary".utf8), to: "music/diary.mp3")
    try shelf.folder.write([], to: "music/empty.flac")
    try shelf.folder.write(Array("cover".utf8), to: "music/cover.jpg")
    let report = try await shelf.scan()
    #expect(report.added == 1)
    #expect(
      report.problems.sorted { $0.path < $1.path } == [
        ScanProblem(path: "diary.mp3", reason: "is not a song"),
        ScanProblem(path: "empty.flac", reason: "is not a song"),
      ])
  }

  @Test("passes over hidden files, and does not follow links or read pipes")
  func passesOver() async throws {
    let shelf = try Shelf([".hidden.wav": Wav(), "a.wav": Wav()])
    _ = try shelf.folder.folder("music/.git")
    _ = try shelf.folder.folder("outside")
    try shelf.put(Wav(pitch: 3), at: ".git/b.wav")
    try shelf.folder.write(Wav(pitch: 4).bytes, to: "outside/secret.wav")
    #expect(symlink(shelf.folder.absolute("outside"), shelf.folder.absolute("music/out")) == 0)
    #expect(symlink(shelf.folder.absolute("outside/secret.wav"), shelf.folder.absolute("music/link.wav")) == 0)
    #expect(mkfifo(shelf.folder.absolute("music/pipe.wav"), 0o600) == 0)
    let report = try await shelf.scan()
    #expect(report.added == 1)
    #expect(report.problems.map(\.path).sorted() == ["link.wav", "out"])
    #expect(report.problems.allSatisfy { $0.reason.contains("symbolic link") })
  }

  @Test(
    "takes any name that a file can have",
    arguments: ["a\nb.wav", "\"q\" 'x'; DROP TABLE tracks.wav", "🎵🎶.wav", "%s\\.wav", "é.wav", "e\u{301}.wav"])
  func names(name: String) async throws {
    let shelf = try Shelf([name: Wav()])
    #expect(try await shelf.scan().added == 1)
    let path = try await shelf.only.track.path
    #expect(path.utf8.elementsEqual(name.utf8))
    #expect(try await shelf.scan().unchanged == 1)
    #expect(try await shelf.scanner().check().problems.isEmpty)
  }

  @Test("tells two names apart that look the same")
  func normalisation() async throws {
    let shelf = try Shelf()
    try shelf.put(Wav(pitch: 1), at: "\u{E9}.wav")
    try shelf.put(Wav(pitch: 2), at: "e\u{301}.wav")
    #expect(try await shelf.scan().added == 2)
    #expect(try await shelf.scan().unchanged == 2)
  }

  @Test("reports a name that is not UTF-8")
  func notText() async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    try shelf.folder.write(Wav().bytes, to: Array("music/".utf8) + [0xFF, 0xFE] + Array(".wav".utf8))
    let report = try await shelf.scan()
    #expect(report.added == 1)
    #expect(report.problems.map(\.reason) == ["has a name that is not UTF-8; rename it"])
  }

  @Test("reports a file that it may not read", .enabled(if: geteuid() != 0, "root may read everything"))
  func unreadable() async throws {
    let shelf = try Shelf(["a.wav": Wav(), "b.wav": Wav(pitch: 2)])
    #expect(chmod(shelf.folder.absolute("music/a.wav"), 0) == 0)
    let report = try await shelf.scan()
    #expect(report.added == 1)
    #expect(report.problems == [ScanProblem(path: "a.wav", reason: "cannot be read: Permission denied")])
  }

  @Test("goes on when a file vanishes under its hands")
  func vanishes() async throws {
    let shelf = try Shelf(["a.wav": Wav(pitch: 1), "b.wav": Wav(pitch: 2)])
    // Whichever is read first takes the other with it.
    let ear = ScriptedEar(onDuration: { path in
      let other = path.hasSuffix("a.wav") ? "b.wav" : "a.wav"
      try? FileManager.default.removeItem(atPath: String(path.dropLast(5)) + other)
    })
    let report = try await shelf.scan(ear)
    #expect(report.added == 1)
    #expect(report.problems.map(\.reason) == ["vanished while it was looked at"])
  }

  @Test("leaves a file that was changed just now for the next scan")
  func settling() async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    let changed = try shelf.music.file(at: "a.wav").modified
    func scan(after nanoseconds: Int64) async throws -> ScanReport {
      try await MusicScanner(
        catalog: shelf.catalog, folder: shelf.music, ear: ScriptedEar(), now: { changed + nanoseconds }
      ).scan()
    }
    let early = try await scan(after: 1_999_999_999)
    #expect(early.added == 0 && early.problems.map(\.path) == ["a.wav"])
    #expect(try await scan(after: -1_000_000_000_000).added == 1, "a clock that was wrong does not keep a song out")
  }

  @Test("keeps what it did when it is cancelled, and goes on from there the next time")
  func cancels() async throws {
    let shelf = try Shelf(
      Dictionary(uniqueKeysWithValues: (0..<300).map { ("\($0).wav", Wav(pitch: $0, milliseconds: 1)) }))
    let scanner = shelf.scanner()
    let scan = Task { try await scanner.scan { _ in withUnsafeCurrentTask { $0?.cancel() } } }
    await #expect(throws: CancellationError.self) { try await scan.value }
    #expect(try await shelf.catalog.tracks().count == 250)
    let report = try await shelf.scan()
    #expect(report.added == 50 && report.unchanged == 250 && report.analysed == 300)
  }

  @Test("tells how far it is")
  func progress() async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    let seen = AsyncStream.makeStream(of: ScanProgress.self)
    _ = try await shelf.scanner().scan { seen.continuation.yield($0) }
    seen.continuation.finish()
    let steps = await seen.stream.reduce(into: []) { $0.append($1) }
    #expect(
      steps == [
        ScanProgress(stage: .reading, done: 1, total: 1, path: "a.wav"),
        ScanProgress(stage: .analysing, done: 1, total: 1, path: "a.wav"),
      ])
  }

  @Test("does not try again what the analyser could make nothing of, until there is a better analyser")
  func analysisFails() async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    let deaf = ScriptedEar(onFeatures: { throw ScriptedEar.NotASong(path: $0) })
    let first = try await shelf.scan(deaf)
    #expect(first.problems == [ScanProblem(path: "a.wav", reason: "is not a song")])
    #expect(try await shelf.only.analysisFailure == "is not a song")
    #expect(try await shelf.scan(deaf).problems.isEmpty)
    #expect(deaf.heard == ["a.wav"])
    #expect(try await shelf.scan(ScriptedEar(version: 2)).analysed == 1)
    let entry = try await shelf.only
    #expect(entry.analysisFailure == nil && entry.analyser == 2 && entry.track.features == ScriptedEar.features)
  }

  @Test("is not needed to listen to songs again")
  func analysesAgain() async throws {
    let shelf = try Shelf(["a.wav": Wav(pitch: 1), "b.wav": Wav(pitch: 2)])
    try await shelf.scan()
    let ear = ScriptedEar()
    #expect(try await shelf.scanner(ear).analyse() == ScanReport())
    let report = try await shelf.scanner(ear).analyse(again: true)
    #expect(report.analysed == 2 && report.added == 0)
    #expect(ear.heard.sorted() == ["a.wav", "b.wav"])
  }

  @Test("throws when there is no music folder, and then forgets nothing")
  func noFolder() async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    try await shelf.scan()
    try shelf.folder.move("music", to: "elsewhere")
    await #expect(throws: (any Error).self) { try await shelf.scan() }
    #expect(try await shelf.catalog.tracks().count == 1)
    try shelf.folder.move("elsewhere", to: "music")
    #expect(try await shelf.scan().unchanged == 1, "and the next scan may run")
  }

  @Test("waits for another to have done its step")
  func turns() async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    await shelf.catalog.beginStep()
    async let report = shelf.scan()
    #expect(try await shelf.catalog.tracks().isEmpty)
    await shelf.catalog.endStep()
    #expect(try await report.added == 1)
  }

  @Test(
    "adds no file from outside the music folder",
    arguments: [
      "../outside.wav", "x/../../outside.wav", "/etc/passwd", "", "/", ".", "..", "..\u{2F}\u{301}x.wav", "link.wav",
      "out/secret.wav", "notes.txt", "absent.wav",
    ])
  func traversal(path: String) async throws {
    let shelf = try Shelf(["a.wav": Wav()])
    try shelf.folder.write(Wav().bytes, to: "outside.wav")
    try shelf.folder.write(Wav().bytes, to: "\u{301}x.wav")
    try shelf.put(Wav(), at: "notes.txt")
    _ = try shelf.folder.folder("outside")
    try shelf.folder.write(Wav().bytes, to: "outside/secret.wav")
    #expect(symlink(shelf.folder.absolute("outside.wav"), shelf.folder.absolute("music/link.wav")) == 0)
    #expect(symlink(shelf.folder.absolute("outside"), shelf.folder.absolute("music/out")) == 0)
    await #expect(throws: (any Error).self) { _ = try await shelf.scanner().add(path) }
    #expect(try await shelf.catalog.tracks().isEmpty)
  }

  @Test("adds one file, named from the music folder or from the root")
  func addsOne() async throws {
    let shelf = try Shelf(["a.wav": Wav(title: "A"), "b.wav": Wav(pitch: 2, title: "B")])
    #expect(try await shelf.scanner().add("./a.wav").track.title == "A")
    #expect(try await shelf.scanner().add(shelf.folder.absolute("music/b.wav")).track.title == "B")
    #expect(try await shelf.scanner().add("a.wav").track.id == 1)
    #expect(try await shelf.scan().unchanged == 2)
  }
}

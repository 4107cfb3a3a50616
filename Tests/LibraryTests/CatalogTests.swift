import Domain
import Testing

@testable import Library

@Suite("The catalog")
struct CatalogTests {
  private let shelf: Shelf

  init() async throws {
    shelf = try Shelf([
      "one.wav": Wav(pitch: 1, title: "Erste Größe", artist: "Émilie"),
      "two.wav": Wav(pitch: 2, title: "Second", artist: "Ada"),
      "three.wav": Wav(pitch: 3, title: "Third", artist: "Ada"),
    ])
    try await shelf.scan()
  }

  private func id(_ path: String) async throws -> Int64 {
    try #require(try await shelf.catalog.entry(path: path)).track.id
  }

  @Test("keeps what the owner set, whatever a later scan reads or hears")
  func ownerWins() async throws {
    let id = try await id("two.wav")
    try await shelf.catalog.set(id, [.title: "Mine\n", .tempo: "93.5", .mode: "minor", .key: "Eb", .year: "1999"])
    try shelf.put(Wav(pitch: 9, title: "Theirs", artist: "Bob"), at: "two.wav")
    let report = try await shelf.scan()
    #expect(report.changed == 1 && report.analysed == 1)
    let entry = try await shelf.catalog.entry(id)
    #expect(entry.track.title == "Mine")
    #expect(entry.track.artist == "Bob", "was not set")
    #expect(entry.year == 1999)
    #expect(
      entry.track.features
        == AudioFeatures(tempo: 93.5, energy: 0.5, valence: 0.5, key: 3, mode: .minor, loudness: -14))
    #expect(entry.ownerSet == [.title, .tempo, .mode, .key, .year])
  }

  @Test("sets nothing when one value is unusable")
  func allOrNothing() async throws {
    let id = try await id("two.wav")
    await #expect(throws: CatalogFailure.unusableValue("energy is \"1.7\", not a number from 0.0 to 1.0")) {
      try await shelf.catalog.set(id, [.title: "New", .energy: "1.7"])
    }
    #expect(try await shelf.catalog.entry(id).track.title == "Second")
    #expect(try await shelf.catalog.entry(id).ownerSet.isEmpty)
  }

  @Test(
    "refuses values out of range",
    arguments: [
      (TrackField.tempo, "0"), (.tempo, "nan"), (.tempo, "fast"), (.energy, "-0.1"), (.valence, "inf"), (.key, "H"),
      (.key, "12"), (.mode, "dorian"), (.loudness, "11"), (.year, "0"), (.year, "12345"), (.number, "1.5"),
      (.title, " \t"), (.title, ""),
    ])
  func refuses(field: TrackField, text: String) async throws {
    let id = try await id("two.wav")
    await #expect(throws: CatalogFailure.self) { try await shelf.catalog.set(id, [field: text]) }
  }

  @Test("says so when there is no such track")
  func noSuchTrack() async throws {
    await #expect(throws: CatalogFailure.noSuchTrack(77)) { try await shelf.catalog.set(77, [.title: "x"]) }
    await #expect(throws: CatalogFailure.noSuchTrack(77)) { try await shelf.catalog.remove(77) }
    await #expect(throws: CatalogFailure.noSuchTrack(77)) { _ = try await shelf.catalog.entry(77) }
  }

  @Test("hides a removed track from scans until its file is added again")
  func hides() async throws {
    let id = try await id("two.wav")
    try await shelf.catalog.remove(id)
    let report = try await shelf.scan()
    #expect(report.added == 0 && report.unchanged == 2)
    #expect(try await shelf.catalog.tracks().map(\.id).contains(id) == false)
    let entry = try await shelf.scanner().add("two.wav")
    #expect(entry.track.id == id && entry.state == .present)
    #expect(try await shelf.catalog.tracks().count == 3)
  }

  @Test("forgets a removed track whose file is gone, and never uses its number again")
  func forgets() async throws {
    let id = try await id("two.wav")
    try shelf.folder.remove("music/two.wav")
    try await shelf.scan()
    try await shelf.catalog.remove(id)
    await #expect(throws: CatalogFailure.noSuchTrack(id)) { _ = try await shelf.catalog.entry(id) }
    try shelf.put(Wav(pitch: 2, title: "Second", artist: "Ada"), at: "two.wav")
    try await shelf.scan()
    #expect(try await self.id("two.wav") > 3)
  }

  @Test("counts what it holds")
  func statistics() async throws {
    try shelf.folder.remove("music/three.wav")
    try await shelf.scan(ScriptedEar(version: 2, onFeatures: { throw ScriptedEar.NotASong(path: $0) }))
    try await shelf.catalog.remove(try await id("one.wav"))
    let statistics = try await shelf.catalog.statistics()
    #expect(statistics.tracks == 1 && statistics.missing == 1 && statistics.hidden == 1)
    #expect(statistics.artists == 1 && statistics.albums == 0 && statistics.genres == 0)
    #expect(statistics.duration == .seconds(1))
    #expect(statistics.size == Int64(Wav(pitch: 2, title: "Second", artist: "Ada").bytes.count))
    #expect(statistics.analysed == 1 && statistics.failed == 1)
  }

  @Test("counts its revisions, so that others know when to look again")
  func revisions() async throws {
    let before = await shelf.catalog.revision
    try await shelf.scan()
    #expect(await shelf.catalog.revision == before, "a scan that finds nothing new changes nothing")
    try await shelf.catalog.set(1, [.title: "New"])
    #expect(await shelf.catalog.revision > before)
  }
}

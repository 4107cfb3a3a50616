import Domain
import Testing

@testable import Library

@Suite("Export and import")
struct CatalogCSVTests {
  private let shelf: Shelf

  init() async throws {
    shelf = try Shelf([
      "a.wav": Wav(pitch: 1, title: "One, \"two\"", artist: "Ada"), "b\n🎵.wav": Wav(pitch: 2, title: "=Second"),
    ])
    try await shelf.scan()
  }

  private func importing(_ text: String) async throws -> Int {
    try await shelf.catalog.importValues(Array(text.utf8), file: "songs.csv")
  }

  @Test("writes one line of values for each track")
  func exports() async throws {
    #expect(
      try await shelf.catalog.exported()
        == "path,title,artist,album,genre,year,number,tempo,energy,valence,key,mode,loudness,seconds\r\n"
        + "\"b\n🎵.wav\",=Second,,,,,,120.0,0.5,0.5,C,major,-14.0,1\r\n"
        + "a.wav,\"One, \"\"two\"\"\",Ada,,,,,120.0,0.5,0.5,C,major,-14.0,1\r\n")
  }

  @Test("changes nothing when an export comes back as it was")
  func roundTrip() async throws {
    try await shelf.catalog.set(1, [.key: "F#", .tempo: "99.9", .year: "1987", .album: "Ålbum; \"x\""])
    let text = try await shelf.catalog.exported()
    let before = try await shelf.catalog.entries()
    #expect(try await importing(text) == 0)
    #expect(try await shelf.catalog.entries() == before)
    #expect(try await shelf.catalog.exported() == text)
  }

  @Test("brings the owner's values back to a catalog made anew")
  func restores() async throws {
    try await shelf.catalog.set(1, [.energy: "0.125", .genre: "Fado", .mode: "minor"])
    let text = try await shelf.catalog.exported()
    let anew = try Catalog(folder: try shelf.folder.folder("new"))
    _ = try await MusicScanner(catalog: anew, folder: shelf.music, ear: ScriptedEar(), now: { Shelf.later }).scan()
    #expect(try await anew.importValues(Array(text.utf8), file: "songs.csv") == 1)
    #expect(try await anew.exported() == text)
    let path = try await shelf.catalog.entry(1).track.path
    #expect(try await anew.entry(path: path)?.ownerSet == [.energy, .genre, .mode])
  }

  @Test("takes any of the columns in any order, and leaves alone what an empty cell says nothing about")
  func someColumns() async throws {
    #expect(try await importing("tempo,path,album\n,a.wav,Home\n") == 1)
    let entry = try #require(try await shelf.catalog.entry(path: "a.wav"))
    #expect(entry.track.album == "Home")
    #expect(entry.track.features?.tempo == 120)
    #expect(entry.ownerSet == [.album])
  }

  @Test(
    "names the line and the column of what it cannot take, and takes nothing",
    arguments: [
      (
        "path,title\na.wav,New\nc.wav,x\n", 3,
        "the catalog has no song at the path \"c.wav\"; scan the music folder first"
      ),
      ("path,title,energy\na.wav,New,2\n", 2, "energy is \"2\", not a number from 0.0 to 1.0"),
      ("path,title\na.wav,New\na.wav,New\n", 3, "the song at this path stands in the file twice"),
      ("path,title\na.wav,New\na.wav\n", 3, "1 fields, but the first line names 2 columns"),
      ("title\nNew\n", 1, "no column is named \"path\""),
      (
        "path,titel\na.wav,New\n", 1,
        "no column can be named \"titel\"; there are path, title, artist, album, genre, year, number, tempo, energy, "
          + "valence, key, mode, loudness"
      ),
    ])
  func refuses(text: String, line: Int, reason: String) async throws {
    let before = try await shelf.catalog.entries()
    await #expect(throws: CSVFailure(file: "songs.csv", line: line, reason: reason)) { try await importing(text) }
    #expect(try await shelf.catalog.entries() == before)
  }
}

import Domain
import Testing

@testable import Library

@Suite("Export and import")
struct SongImportTests {
  private let shelf: Shelf

  init() async throws {
    shelf = try Shelf([
      "a.wav": Wav(pitch: 1, title: "One, \"two\"", artist: "Ada"), "b\n🎵.wav": Wav(pitch: 2, title: "=Second"),
      "c.wav": Wav(pitch: 3, title: "Ça va (Live)", artist: "Émile & Co"),
    ])
    try await shelf.scan()
  }

  private func records() async throws -> [SongRecord] { try await shelf.catalog.entries().map { SongRecord($0) } }

  private func reading(_ text: String, mood: Emotion? = nil) async throws -> SongImport {
    SongImport.table(
      Array(text.utf8), file: "songs.csv", mood: mood,
      finder: SongFinder(try await records(), folder: shelf.music.path))
  }

  private func importing(_ text: String) async throws -> [CSVFailure] {
    let found = try await reading(text)
    #expect(try await shelf.catalog.set(found.changes.map { ($0.id, $0.values) }).isEmpty)
    return found.problems
  }

  private func song(_ path: String) async throws -> CatalogEntry {
    try #require(try await shelf.catalog.entry(path: path))
  }

  @Test("writes one line of values for each song")
  func exports() async throws {
    #expect(
      try await SongSheet.csv(records())
        == "path,title,artist,album,genre,year,number,tempo,energy,valence,key,mode,loudness,arousal,danceability,"
        + "acousticness,mood,seconds\r\n"
        + "\"b\n🎵.wav\",=Second,,,,,,120.0,0.5,0.5,C,major,-14.0,,,,,1\r\n"
        + "a.wav,\"One, \"\"two\"\"\",Ada,,,,,120.0,0.5,0.5,C,major,-14.0,,,,,1\r\n"
        + "c.wav,Ça va (Live),Émile & Co,,,,,120.0,0.5,0.5,C,major,-14.0,,,,,1\r\n")
  }

  @Test("changes nothing when an export comes back as it was, and gives another library what it holds")
  func roundTrip() async throws {
    let id = try await song("a.wav").track.id
    try await shelf.catalog.set(
      id, [.key: "F#", .tempo: "99.9", .year: "1987", .album: "Ålbum; \"x\"", .mood: "sad", .danceability: "0.25"])
    let text = try await SongSheet.csv(records())
    let found = try await reading(text)
    #expect(found.changes.isEmpty && found.problems.isEmpty && found.found.count == 3)
    let other = try Shelf(["a.wav": Wav(pitch: 1), "b\n🎵.wav": Wav(pitch: 2), "c.wav": Wav(pitch: 3)])
    try await other.scan()
    let changes = SongImport.table(
      Array(text.utf8), file: "", finder: SongFinder(try await other.catalog.entries().map { SongRecord($0) })
    ).changes
    #expect(try await other.catalog.set(changes.map { ($0.id, $0.values) }).isEmpty)
    #expect(try await SongSheet.csv(other.catalog.entries().map { SongRecord($0) }) == text)
  }

  @Test(
    "tells the line and the reason of what it cannot take, passes over it, and takes the others",
    arguments: [
      ("path,title,energy\na.wav,New,2\n", 2, "energy is \"2.0\", not a number from 0.0 to 1.0"),
      ("path,title\na.wav,New\na.wav,New\n", 3, "the song stands in the file twice"),
      ("path,title\na.wav,New\nb\n", 3, "1 fields, but the first line names 2 columns"),
      ("path,title\n\"a.wav,New\n", 2, "the quote that opens here is never closed"),
      (
        "path,title\na\"b,x\na.wav,New\n", 2,
        "a quote stands inside a field: put the whole field in quotes, and double the quote"
      ),
      ("energy\n1\n", 1, "no column is named path, title, name or track_name, so that no song can be found"),
      ("title,name\nx,y\n", 1, "the column \"name\" says the same as one before it"),
      ("", 1, "the file is empty: its first line must name the columns"),
      ("name,artist\nNowhere,Ada\n", 2, "the library has no song \"Nowhere\" by Ada"),
      ("path\nx.wav\n", 2, "the catalog has no song at the path \"x.wav\"; copy it into the music folder first"),
    ])
  func problems(text: String, line: Int, reason: String) async throws {
    let good = text.contains("a.wav,New\n") && !text.contains("\"a.wav")
    let problems = try await importing(text)
    #expect(problems.count == 1 && problems[0].line == line)
    #expect(
      problems[0].reason == reason || problems[0].reason == reason.replacing("2.0", with: "2"), "\(problems[0].reason)")
    #expect(try await song("a.wav").track.title == (good ? "New" : "One, \"two\""))
  }

  @Test("takes a streaming service's features, finding songs by title and artist however they are written")
  func services() async throws {
    let text = #"""
      ,track_name,artists,duration_ms,Danceability %,energy,key,loudness,mode,valence,tempo,time_signature
      0,ca va,Emile,1000,61,0.7,1,-9,1,0.3,101,4
      1,ÇA VA - ,"['Émile & Co', 'Bea']",1000,61,0.7,-1,-9.5,0,0.31,0,4
      2,"One, ""two""",ada,999,,0.25,11,-20,0,0.1,60.5,3

      """#
    let problems = try await importing(text)
    // Letters with and without accents are not the same.
    #expect(problems.map(\.line) == [2])
    let live = try await song("c.wav")
    #expect(live.features.danceability == 0.61 && live.features.energy == 0.7 && live.features.mode == .minor)
    #expect(live.features.tempo == 120 && live.features.key == 0 && live.track.title == "Ça va (Live)")
    #expect(!live.ownerSet.contains(.tempo) && live.ownerSet.contains(.danceability))
    let one = try await song("a.wav").features
    #expect(one.tempo == 60.5 && one.key == 11 && one.mode == .minor && one.energy == 0.25)
  }

  @Test("gives every song of an emotion's table that mood")
  func moods() async throws {
    let found = try await reading("name\n=Second\nÇa va\n", mood: .fear)
    #expect(found.problems.isEmpty && found.changes.map(\.values) == [[.mood: "fear"], [.mood: "fear"]])
  }

  @Test("says which of several songs of one name is meant, or that it cannot tell")
  func ambiguous() async throws {
    let songs = [(1, "x", 100_000), (2, "x", 200_000)].map { id, artist, duration in
      SongRecord(
        id: Int64(id), path: "\(id)", state: "present", duration: duration, added: 0,
        values: [.title: "Intro", .artist: artist], ownerSet: [])
    }
    let text = "name,artist,duration_ms,energy\nIntro,x,199000,0.5\nIntro,x,,0.5\n"
    let found = SongImport.table(Array(text.utf8), file: "f", finder: SongFinder(songs))
    #expect(found.found == [2] && found.problems.map(\.line) == [3])
    #expect(found.problems[0].reason.contains("2 songs \"Intro\" by x"))
  }

  @Test("reads playlists, with paths or names, in Latin-1 too, and writes them")
  func playlists() async throws {
    let text =
      "\u{FEFF}#EXTM3U\r\n#EXTINF:1,Ada - One\r\n\(shelf.music.path)/a.wav\r\n\r\n./c.wav\r\nc.wav\r\n/else/x.wav\n"
      + "#EXTINF:9,Nobody - =Second\nz.wav\n#EXTINF:9,=Second\ny.wav\n"
    let finder = SongFinder(try await records(), folder: shelf.music.path)
    let found = SongImport.playlist(Array(text.utf8), file: "p.m3u", finder: finder)
    let ids = try await ["a.wav", "c.wav", "b\n🎵.wav"].asyncMap { try await song($0).track.id }
    #expect(found.found == ids && found.problems.map(\.line) == [7, 9] && found.changes.isEmpty)
    #expect(
      try await SongSheet.m3u(records())
        == "#EXTM3U\n#EXTINF:1,Ada - One, \"two\"\na.wav\n#EXTINF:1,Émile & Co - Ça va (Live)\nc.wav\n")
    let latin = Array("#EXTINF:1,".utf8) + [0xC7] + Array("a va\nq.wav\n".utf8)
    #expect(SongImport.playlist(latin, file: "p.m3u", finder: finder).found == [ids[1]])
  }
}

extension Array {
  fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await body(element)) }
    return values
  }
}

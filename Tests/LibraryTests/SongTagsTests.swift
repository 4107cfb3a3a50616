import Testing

@testable import Library

@Suite("Song tags")
struct SongTagsTests {
  private static let fixtures =
    "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures/songs/"

  @Test("are read from every container", arguments: ["tagged.flac", "tagged.ogg", "tagged.opus", "tagged.mp3"])
  func reads(name: String) throws {
    let tags = try #require(TagReader.tags(ofFileAt: Self.fixtures + name))
    #expect(tags.title == "Größe ♪")
    #expect(tags.artist == "Moodbox")
    #expect(tags.album == "Fixtures")
    #expect(tags.genre == "Ambient")
    #expect(tags.year == 2026)
    #expect(tags.number == 7)
  }

  @Test("are read from RIFF's own chunks in a WAV")
  func info() throws {
    let folder = try TemporaryFolder()
    var song = Wav()
    song.info = [
      ("INAM", "Größe"), ("IART", "Ada"), ("IPRD", "Engines"), ("IGNR", "Ambient"), ("ICRD", "2026"), ("ITRK", "7"),
    ]
    try folder.write(song.bytes, to: "a.wav")
    let tags = try #require(TagReader.tags(ofFileAt: folder.absolute("a.wav")))
    #expect(tags.title == "Größe" && tags.artist == "Ada" && tags.album == "Engines" && tags.genre == "Ambient")
    #expect(tags.year == 2026 && tags.number == 7)
  }

  @Test("of a WAV may be in Latin-1, cut short, or promise more than there is")
  func hostileInfo() throws {
    let folder = try TemporaryFolder()
    var song = Wav()
    song.info = [("INAM", "X?"), ("IART", "Ada")]
    let bytes = song.bytes
    let mark = try #require(bytes.firstIndex(of: UInt8(ascii: "?")))
    var latin = bytes
    latin[mark] = 0xFC
    try folder.write(latin, to: "a.wav")
    #expect(TagReader.tags(ofFileAt: folder.absolute("a.wav"))?.title == "Xü")
    for size in [30, mark, mark + 1] {
      try folder.write(Array(bytes[..<size]), to: "b.wav")
      #expect(TagReader.tags(ofFileAt: folder.absolute("b.wav"))?.artist ?? "" == "")
    }
    var greedy = bytes
    // The size of the title's chunk.
    for place in (mark - 5)..<(mark - 1) { greedy[place] = 0xFF }
    try folder.write(greedy, to: "c.wav")
    #expect(TagReader.tags(ofFileAt: folder.absolute("c.wav"))?.artist ?? "" == "")
  }

  @Test("come as one line of plain text of bounded length")
  func hostile() throws {
    let folder = try TemporaryFolder()
    let title = "Ok\u{0}" + String(repeating: "x", count: 5_000)
    let song = Wav(title: title, artist: "A\u{1B}[31mda\r\n\tLovelace\u{202E}")
    try folder.write(song.bytes, to: "a.wav")
    let tags = try #require(TagReader.tags(ofFileAt: folder.absolute("a.wav")))
    #expect(tags.artist == "A [31mda Lovelace")
    #expect(tags.title.hasPrefix("Ok"))
    #expect(tags.title.unicodeScalars.count <= 300)
  }

  @Test("that are not UTF-8 spoil nothing else")
  func notText() throws {
    let folder = try TemporaryFolder()
    var song = Wav(artist: "Ada")
    song.title = [0x4F, 0x6B, 0xFF, 0xFE]
    try folder.write(song.bytes, to: "a.wav")
    let tags = try #require(TagReader.tags(ofFileAt: folder.absolute("a.wav")))
    #expect(tags.artist == "Ada")
    #expect(["", "Ok\u{FFFD}\u{FFFD}"].contains(tags.title))
  }

  @Test(
    "are missing, not made up, when the file is no song", arguments: ["a.mp3", "a.flac", "a.ogg", "a.wav", "a.opus"])
  func noSong(name: String) throws {
    let folder = try TemporaryFolder()
    for bytes in [[], Array("Dear diary".utf8), [UInt8](repeating: 0xFF, count: 10_000)] {
      try folder.write(bytes, to: name)
      let tags = TagReader.tags(ofFileAt: folder.absolute(name))
      #expect(tags == nil || tags == SongTags())
    }
  }

  @Test(
    "are guessed from the file's name",
    arguments: [
      ("Ada - Engine.flac", "Ada", "Engine", nil), ("07 - Engine.mp3", "", "Engine", 7),
      ("07. Ada - Engine.mp3", "Ada", "Engine", 7), ("99 Luftballons.ogg", "", "99 Luftballons", nil),
      ("my_song_2.wav", "", "my song 2", nil), ("no extension", "", "no extension", nil), (".wav", "", ".wav", nil),
      ("a - b - c.wav", "a", "b - c", nil), ("07 - .wav", "", "07 -", nil), ("\n.wav", "", "\n", nil),
    ] as [(String, String, String, Int?)])
  func guesses(name: String, artist: String, title: String, number: Int?) {
    let tags = SongTags(fileName: name)
    #expect(tags.artist == artist)
    #expect(tags.title == title)
    #expect(tags.number == number)
  }

  @Test("keep emoji and joined scripts whole")
  func keeps() {
    #expect(SongTags.cleaned(" 👩‍👩‍👧 می‌خواهم  x\u{0}") == "👩‍👩‍👧 می‌خواهم x")
    #expect(SongTags.cleaned("\u{200B}\u{FEFF}\u{2066}").isEmpty)
  }
}

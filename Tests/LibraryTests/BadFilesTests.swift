import Domain
import Glibc
import Testing

@testable import Library

@Suite("Files that are no songs, or damaged ones")
struct BadFilesTests {
  private static let fixtures =
    "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures/songs/"
  static let formats = ["flac", "ogg", "opus", "mp3", "wav", "aiff"]

  private static func song(_ format: String) throws -> [UInt8] {
    switch format {
    case "wav": return Wav(pitch: 3, milliseconds: 600, title: "Größe ♪").bytes
    case "aiff":
      // FORM, COMM (one channel, 8 kHz as an 80-bit number) and SSND.
      let sound = [UInt8](repeating: 0x11, count: 9600)
      let rate: [UInt8] = [0x40, 0x0B, 0xFA, 0, 0, 0, 0, 0, 0, 0]
      func big(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
      // Part by part, since long sums of literals take Swift 6.0 too long.
      func chunk(_ name: String, _ parts: [UInt8]...) -> [UInt8] { Array(name.utf8) + parts.flatMap { $0 } }
      let common = chunk("COMM", big(18), [0, 1], big(4800), [0, 16], rate)
      let data = chunk("SSND", big(sound.count + 8), big(0), big(0), sound)
      return chunk("FORM", big(4 + common.count + data.count), Array("AIFF".utf8), common, data)
    default: return try TemporaryFolder.bytes(ofFileAt: fixtures + "tagged." + format)
    }
  }

  private func scanner(_ shelf: Shelf) -> MusicScanner {
    MusicScanner(catalog: shelf.catalog, folder: shelf.music, ear: AnalysingEar(), now: { Shelf.later })
  }

  @Test("are reported or taken as far as they go, and hold up no other", arguments: formats)
  func damaged(format: String) async throws {
    let whole = try Self.song(format)
    let shelf = try Shelf()
    var files: [String: [UInt8]] = ["whole.\(format)": whole, "empty.\(format)": []]
    for tenth in 1..<10 { files["cut\(tenth).\(format)"] = Array(whole.prefix(whole.count * tenth / 10)) }
    for length in [1, 4, 12, 45] { files["stump\(length).\(format)"] = Array(whole.prefix(length)) }
    for other in Self.formats where other != format { files["really \(other).\(format)"] = try Self.song(other) }
    var seed: UInt32 = 7
    for number in 0..<12 {
      var bytes = whole
      for _ in 0..<(1 + number * 3) {
        seed = seed &* 1_664_525 &+ 1_013_904_223
        bytes[Int(seed >> 8) % bytes.count] = UInt8(truncatingIfNeeded: seed)
      }
      files["bent\(number).\(format)"] = bytes
    }
    for (name, bytes) in files { try shelf.folder.write(bytes, to: "music/" + name) }
    let report = try await scanner(shelf).scan()
    let taken = try await shelf.catalog.entries().map(\.track.path)
    #expect(taken.contains("whole.\(format)") && !taken.contains("empty.\(format)"))
    let told = Set(report.problems.map(\.path))
    // Whatever is not in the library was told, and nothing waits to be tried for ever.
    #expect(files.keys.allSatisfy { taken.contains($0) || told.contains($0) })
    #expect(report.analysed + report.problems.count >= taken.count)
    #expect(try await shelf.catalog.unanalysed(by: AnalysingEar().version) == 0)
    #expect(try await shelf.catalog.tracks().allSatisfy { $0.duration < .seconds(3600) }, "whatever they claim")
    let again = try await scanner(shelf).scan()
    #expect(again.added == 0 && again.unchanged == taken.count)
    #expect(report.problems.allSatisfy { !$0.reason.contains(shelf.folder.path) && !$0.reason.isEmpty })
  }

  @Test("may claim gigabytes, or have them")
  func huge() async throws {
    let shelf = try Shelf()
    var claims = Wav(milliseconds: 600).bytes
    let size = claims.count
    for place in [4, size - 9600 - 4] { claims.replaceSubrange(place..<(place + 4), with: [0xFF, 0xFF, 0xFF, 0xFF]) }
    try shelf.folder.write(claims, to: "music/claims.wav")
    // Nothing but a header and a hole of 5 GB.
    for ending in ["wav", "flac", "ogg", "mp3"] {
      try shelf.folder.write(Array(claims.prefix(44)), to: "music/hole.\(ending)")
      #expect(truncate(shelf.folder.absolute("music/hole.\(ending)"), 5 << 30) == 0)
    }
    let report = try await scanner(shelf).look()
    let taken = try await shelf.catalog.entries().map(\.track.path)
    #expect(taken.contains("claims.wav"))
    #expect(taken.count + report.problems.count == 5)
  }

  @Test("have tags with line breaks, bytes that are no text, and novels, which are cleaned")
  func tags() async throws {
    let shelf = try Shelf()
    var song = Wav(pitch: 9)
    song.title = Array("Line\nbreak\r\u{1B}[31m".utf8)
    song.artist = Array(String(repeating: "very ", count: 40_000).utf8)
    try shelf.put(song, at: "a.wav")
    var noText = Wav(pitch: 10)
    noText.title = Array("Half".utf8) + [0xFF, 0xFE, 0x80]
    try shelf.put(noText, at: "b.wav")
    #expect(try await scanner(shelf).look().added == 2)
    let track = try #require(try await shelf.catalog.entry(path: "a.wav")).track
    #expect(track.title.hasPrefix("Line break") && !track.title.unicodeScalars.contains { $0.value < 32 })
    #expect(track.artist.unicodeScalars.count <= 300 && track.artist.hasPrefix("very very"))
    #expect(try #require(try await shelf.catalog.entry(path: "b.wav")).track.title.isEmpty == false)
  }
}

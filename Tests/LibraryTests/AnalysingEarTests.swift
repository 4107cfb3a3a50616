import Domain
import Mood
import Music
import SimulatedDevices
import Testing

@testable import Library

@Suite("A scan with the box's own ears")
struct AnalysingEarTests {
  private static let fixtures =
    "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures/songs/"

  private func scanner(_ shelf: Shelf) -> MusicScanner {
    MusicScanner(catalog: shelf.catalog, folder: shelf.music, ear: AnalysingEar(), now: { Shelf.later })
  }

  @Test("knows songs from files that are only named like songs, in every container")
  func containers() async throws {
    let shelf = try Shelf(["empty.wav": Wav(milliseconds: 0)])
    for name in ["tagged.flac", "tagged.ogg", "tagged.opus", "tagged.mp3"] {
      try shelf.folder.write(try TemporaryFolder.bytes(ofFileAt: Self.fixtures + name), to: "music/" + name)
    }
    for name in ["text.mp3", "text.wav", "text.flac"] {
      try shelf.folder.write(Array("Dear diary, this is no song.".utf8), to: "music/" + name)
    }
    let report = try await scanner(shelf).scan()
    #expect(report.added == 4 && report.analysed == 4)
    #expect(report.problems.map(\.path).sorted() == ["empty.wav", "text.flac", "text.mp3", "text.wav"])
    #expect(report.problems.allSatisfy { !$0.reason.contains(shelf.folder.path) }, "no path of this machine")
    for track in try await shelf.catalog.tracks() {
      #expect(track.title == "Größe ♪")
      // MP3 and Opus pad the half second.
      #expect(track.duration >= .milliseconds(490) && track.duration <= .milliseconds(650))
    }
  }

  @Test("gives every emotion a song of the demo library that was made for it")
  func demo() async throws {
    let shelf = try Shelf()
    let songs = Emotion.allCases.map { emotion in DemoSong.all.first { $0.emotion == emotion }! }
    try DemoLibrary.write(to: shelf.music.path, songs: songs, seconds: 9)
    let report = try await scanner(shelf).scan()
    #expect(report.added == 7 && report.analysed == 7 && report.problems.isEmpty)
    let recommender = Recommender(tracks: try await shelf.catalog.tracks())
    for song in songs {
      let best = try #require(
        recommender.recommendations(for: Wish(.asked(Mood(certainly: song.emotion)), count: 1)).first)
      #expect(best.track.title == song.title)
      #expect(best.track.artist == song.artist)
      let features = try #require(best.track.features)
      #expect(Recommender.emotion(nearest: features) == song.emotion)
      #expect(features.key == song.tonic && features.mode == song.mode)
      #expect(abs(features.tempo / song.tempo - 1) < 0.03)
    }
  }
}

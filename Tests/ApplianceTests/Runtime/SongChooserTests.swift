import Appliance
import Domain
import Library
import Testing

@Suite("The song chooser")
struct SongChooserTests {
  @Test("does not choose again what was played just now", arguments: [Mix.standard, .emotion(.happy)])
  func fresh(mix: Mix) async throws {
    let chooser = SongChooser(library: Shelf(Box.tracks), .five)
    let first = try await chooser.songs(for: mix)
    for song in first { await chooser.avoid(song.track) }
    let second = try await chooser.songs(for: mix)
    #expect(second.count == 5)
    #expect(Set(first.map(\.track.id)).isDisjoint(with: second.map(\.track.id)))
  }

  @Test("does not choose what was played before a restart, for whoever it was played")
  func restarts() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    func listeners() throws -> Listeners {
      Listeners(store: try ListenerStore(folder: folder.path, keyFolder: folder.path + "/keys"))
    }
    let before = try listeners()
    for track in Box.tracks.prefix(10) { try await before.recordPlay(of: track) }
    var twenty = SongChooser.Parameters()
    twenty.count = 20
    let after = try listeners()
    let chooser = SongChooser(library: Shelf(Box.tracks), listeners: after, twenty)
    let songs = try await chooser.songs(for: .standard)
    #expect(Set(songs.map(\.track.id)).isDisjoint(with: Box.tracks.prefix(10).map(\.id)))
  }

  @Test("sees songs that came to the library later")
  func grows() async throws {
    let shelf = Shelf([])
    let chooser = SongChooser(library: shelf, .five)
    #expect(try await chooser.songs(for: .standard).isEmpty)
    await shelf.replace(Box.tracks)
    #expect(try await chooser.songs(for: .standard).count == 5)
    #expect(await chooser.songs == Box.tracks.count)
  }

  @Test("has something to play even from a library of one song")
  func alone() async throws {
    let chooser = SongChooser(library: Shelf([Box.tracks[0]]), .five)
    await chooser.avoid(Box.tracks[0])
    #expect(try await chooser.songs(for: .emotion(.sad)).map(\.track) == [Box.tracks[0]])
  }
}

import Appliance
import Domain

/// A library in memory.
actor Shelf: SongLibrary {
  private var songs: [Track]
  private var plays: [Int64] = []
  private(set) var revision = 0

  init(_ songs: [Track]) { self.songs = songs }

  func tracks() -> [Track] { songs }

  func recentPlays(_ count: Int) -> [Int64] { Array(plays.prefix(count)) }

  func recordPlay(of id: Int64, at time: Int64) {
    plays.removeAll { $0 == id }
    plays.insert(id, at: 0)
  }

  func replace(_ songs: [Track]) {
    self.songs = songs
    revision += 1
  }
}

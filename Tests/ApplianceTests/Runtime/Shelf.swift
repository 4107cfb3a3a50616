import Appliance
import Domain
import Library

/// A library in memory.
actor Shelf: SongLibrary {
  private var songs: [Track]
  private var plays: [Play] = []
  private(set) var revision = 0

  init(_ songs: [Track]) { self.songs = songs }

  func tracks() -> [Track] { songs }

  func recentPlays(_ count: Int) -> [Play] { Array(plays.prefix(count)) }

  func recordPlay(of id: Int64, at time: Int64) {
    plays.removeAll { $0.track == id }
    plays.insert(Play(track: id, time: time), at: 0)
  }

  func replace(_ songs: [Track]) {
    self.songs = songs
    revision += 1
  }
}

extension SongChooser.Parameters {
  /// Mixes of five songs.
  static var five: Self {
    var parameters = Self()
    parameters.count = 5
    return parameters
  }
}

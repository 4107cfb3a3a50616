import Appliance
import Domain

/// A library in memory.
actor Shelf: SongLibrary {
  private var songs: [Track]
  private(set) var revision = 0

  init(_ songs: [Track]) { self.songs = songs }

  func tracks() -> [Track] { songs }

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

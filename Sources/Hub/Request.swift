import Domain

/// Something asked of the running box, whichever door it came through.
package enum Request: Equatable, Sendable {
  case status
  case look
  /// Music for an emotion; nil is the owner's default mix.
  case play(Emotion?)
  case next
  case previous
  case pause
  case resume
  case stop
  /// From the start of the song.
  case seek(Duration)
  /// 0…100.
  case volume(Int)
  case mute(Bool)
  case privacy(Bool)
  /// Looking from time to time without being asked.
  case watching(Bool)
  /// What the box would play for an emotion; `count` is 1…100.
  case recommend(Emotion, count: Int)
  case health
  /// Searches the music folder for what came and went.
  case scan
  /// The listener likes, or does not like, what is playing.
  case like
  case dislike
  case policy(MusicPolicy)
  /// For whom the box plays; nil for nobody in particular.
  case listener(String?)
  case listeners(ListenerRequest)
  /// Reads or changes the catalog of songs.
  case catalog(CatalogRequest)

  /// The least role that may ask this.
  package var role: Role {
    switch self {
    // Anyone may ask not to be looked at.
    case .status, .health, .recommend, .privacy(true): .viewer
    case .play, .next, .previous, .pause, .resume, .stop, .seek, .volume, .mute, .like, .dislike: .listener
    case .look, .watching, .scan, .policy, .listener, .catalog: .owner
    // Names and histories stay on the box.
    case .listeners: .resident
    case .privacy(false): .root
    }
  }
}

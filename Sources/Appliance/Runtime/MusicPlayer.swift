import Domain

/// The player, as the box uses it.
package protocol MusicPlayer: Sendable {
  /// What happens, for one reader.
  var events: AsyncStream<PlayerEvent> { get }
  var status: PlayerStatus { get async }
  /// What plays, and how far; nil when nothing does.
  var queue: PlayerQueue? { get async }
  /// How often sound has broken off.
  var underruns: Int { get }

  /// Makes it sound until the task is cancelled.
  func run() async
  func play(_ recommendations: [Recommendation]) async
  /// Takes up a list at a place, paused.
  func restore(_ queue: PlayerQueue) async
  func next() async
  func previous() async
  func pause() async
  func resume() async
  func stop() async
  func seek(to place: Duration) async
  func setVolume(_ percent: Int) async
  func setMuted(_ muted: Bool) async
}

extension Player: MusicPlayer {}

import Appliance
import Domain

/// A player that only tells what it was told to do.
actor RecordingPlayer: MusicPlayer {
  enum Call: Equatable {
    case play([String])
    case restore(PlayerQueue)
    case next, previous, pause, resume, stop
    case seek(Duration)
    case volume(Int)
    case mute(Bool)
  }

  nonisolated let events: AsyncStream<PlayerEvent>
  /// What is said to happen.
  nonisolated let happens: AsyncStream<PlayerEvent>.Continuation
  nonisolated let calls: AsyncStream<Call>
  private let call: AsyncStream<Call>.Continuation
  private(set) var status = PlayerStatus(volume: 40)
  nonisolated let underruns = 3
  var queue: PlayerQueue?

  init() {
    (events, happens) = AsyncStream.makeStream()
    (calls, call) = AsyncStream.makeStream()
  }

  func run() async {
    for await _ in AsyncStream<Never>(bufferingPolicy: .unbounded, { _ in }) {}
    call.finish()
  }

  func play(_ recommendations: [Recommendation]) {
    status.state = .playing
    call.yield(.play(recommendations.map(\.track.path)))
  }

  /// The last song is over.
  func runOut() {
    status.state = .stopped
    happens.yield(.queueEmpty)
  }

  func restore(_ queue: PlayerQueue) {
    self.queue = queue
    status.state = .paused
    call.yield(.restore(queue))
  }

  func next() { call.yield(.next) }
  func previous() { call.yield(.previous) }
  func pause() { call.yield(.pause) }
  func resume() { call.yield(.resume) }
  func stop() { call.yield(.stop) }
  func seek(to place: Duration) { call.yield(.seek(place)) }
  func setVolume(_ percent: Int) { call.yield(.volume(percent)) }
  func setMuted(_ muted: Bool) { call.yield(.mute(muted)) }
}

import Audio
import Devices
import Domain
import Library
import System

/// Plays lists of songs on a sink: one after the other without a gap, each at the rate of its file if the card can, with a
/// fade wherever sound begins, ends or changes in the middle of a song, so that nothing clicks.
///
/// Commands say at once what is wanted; `run()`, the only one who touches the sink, sees to it within a block
/// (25 ms). Files are read on this actor's own queue. A lost sound card or a broken file is no error here but an event.
package actor Player {
  /// What happens, for one reader. Nothing is dropped; events come with commands and songs only, so a reader that is
  /// slow has little to catch up with.
  package nonisolated let events: AsyncStream<PlayerEvent>

  private let executor = QueueExecutor("player", quality: .userInteractive)
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Another place to play from; what plays now ends so, unless it is the same song.
  struct Jump {
    var stream: SongStream
    let ending: PlayerEvent.Ending?
    /// Whether the old fades into the new, rather than making way at once.
    let crossfades: Bool
    /// Tells jumps apart.
    let number: Int
  }

  let sink: any PcmSink
  let settings: PlayerSettings
  let now: @Sendable () -> Duration
  let sleep: @Sendable (Duration) async throws -> Void
  let signal = Signal()
  private let folder: MusicFolder
  private let continuation: AsyncStream<PlayerEvent>.Continuation

  // What is wanted.
  var list: [Recommendation] = []
  /// Of the song that is heard, or wanted.
  var index = 0
  var state = PlayerStatus.State.stopped
  var jump: Jump?
  private var jumps = 0
  var gainHasChanged = false
  private(set) var volume: Int
  private(set) var isMuted = false

  // What sounds; only `run()` changes it. Frames are counted from the beginning of the stream.
  var stream: SongStream
  /// First frame not handed to the sink.
  var handed = 0
  /// First frame not heard, and when that was so.
  var heard = 0
  var heardAt = Duration.zero
  var ramp = GainRamp(sampleRate: 48_000)
  /// What played before, while it fades into the beginning of this stream.
  var crossfade: Crossfade?
  /// How the ramps stood at the beginning of each block that may come back from the sink.
  var blocks: [(start: Int, ramp: GainRamp, crossfade: GainRamp?)] = []
  var isSounding = false
  /// The volume's gain that the sink's own control leaves to do.
  var softwareGain: Float = 0
  /// The gain of volume and mute when the crossfade began.
  var fadedGain: Float = 0
  /// How long to wait before the lost sink is tried again; nil while it is there.
  var patience: Duration?

  /// A stopped player. `now` is the box's monotonic time, for positions; `clock` times the return to a lost sink.
  package init<C: Clock>(
    sink: any PcmSink, music folder: MusicFolder, settings: PlayerSettings = PlayerSettings(),
    now: @escaping @Sendable () -> Duration, clock: C = ContinuousClock()
  ) where C.Duration == Duration {
    self.sink = sink
    self.folder = folder
    self.settings = settings
    self.now = now
    sleep = { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: nil) }
    volume = max(0, min(settings.startVolume, settings.volumeCap, 100))
    stream = SongStream(in: folder)
    (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
  }

  /// How often sound has broken off.
  package nonisolated var underruns: Int { sink.underruns }

  // MARK: Commands

  /// Plays these songs from the first on, in place of whatever plays, which fades into it. None at all is the same as
  /// `stop()`.
  package func play(_ recommendations: [Recommendation]) {
    guard !recommendations.isEmpty else { return stop() }
    list = recommendations
    go(to: 0, ending: .stopped, crossfades: true)
  }

  /// Takes up what played before the box was switched off, paused: a song of a list and the place in it.
  package func restore(_ queue: PlayerQueue) {
    guard state == .stopped, queue.songs.indices.contains(queue.index) else { return }
    list = queue.songs
    index = queue.index
    jump = makeJump(stream(at: queue.position, isAnnounced: false), ending: nil, crossfades: false)
    change(to: .paused)
  }

  /// Plays the next song; after the last one the player stops.
  package func next() {
    if state != .stopped { go(to: index + 1, ending: .skipped, crossfades: false) }
  }

  /// Plays the song from its beginning, or the one before when it has hardly begun (3 s).
  package func previous() {
    guard state != .stopped else { return }
    if status.position > .seconds(3) || index == 0 {
      seek(to: .zero)
    } else {
      go(to: index - 1, ending: .skipped, crossfades: false)
    }
  }

  package func pause() {
    if state == .playing { change(to: .paused) }
  }

  package func resume() {
    if state == .paused { change(to: .playing) }
  }

  package func stop() {
    guard state != .stopped else { return }
    jump = nil
    list = []
    index = 0
    change(to: .stopped)
  }

  /// Goes to a place in the song; places outside of it count as its beginning or end.
  package func seek(to place: Duration) {
    guard state != .stopped, index < list.count else { return }
    let isAnnounced = jump?.stream.isAnnounced ?? stream.songs.first?.isAnnounced ?? stream.isAnnounced
    jump = makeJump(
      stream(at: max(.zero, place), isAnnounced: isAnnounced), ending: jump?.ending, crossfades: false)
    change(to: state)
  }

  /// 0…100, as far as the cap allows.
  package func setVolume(_ percent: Int) {
    volume = max(0, min(percent, settings.volumeCap, 100))
    gainHasChanged = true
    change(to: state)
  }

  package func setMuted(_ muted: Bool) {
    isMuted = muted
    gainHasChanged = true
    change(to: state)
  }

  // MARK: State

  package var status: PlayerStatus {
    let song = state != .stopped && list.indices.contains(index) ? list[index] : nil
    return PlayerStatus(
      state: state, track: song?.track, position: song == nil ? .zero : position,
      positionTime: state == .playing && jump == nil && isSounding ? heardAt : now(),
      volume: volume, muted: isMuted, queued: song == nil ? 0 : list.count - index - 1, reason: song?.reason ?? "")
  }

  /// What would have to be known to go on later; nil when nothing plays.
  package var queue: PlayerQueue? {
    guard state != .stopped, list.indices.contains(index) else { return nil }
    return PlayerQueue(songs: list, index: index, position: position)
  }

  private var position: Duration { jump?.stream.offset ?? stream.place(at: heard) }

  func emit(_ event: PlayerEvent) { continuation.yield(event) }

  func emitStatus() { emit(.statusChanged(status)) }

  func finishEvents() { continuation.finish() }

  func silentStream() -> SongStream { SongStream(in: folder) }

  /// The list from a song on.
  func stream(from index: Int, at place: Duration = .zero, isAnnounced: Bool = false) -> SongStream {
    SongStream(
      list, from: index, at: place, isAnnounced: isAnnounced, in: folder, settings: settings)
  }

  /// What is heard goes on as another stream does.
  func makeJump(_ stream: SongStream, ending: PlayerEvent.Ending?, crossfades: Bool) -> Jump {
    jumps += 1
    return Jump(stream: stream, ending: ending, crossfades: crossfades, number: jumps)
  }

  private func go(to index: Int, ending: PlayerEvent.Ending, crossfades: Bool) {
    self.index = index
    jump = makeJump(
      stream(at: .zero, isAnnounced: false), ending: jump?.ending ?? ending, crossfades: crossfades)
    change(to: .playing)
  }

  private func stream(at place: Duration, isAnnounced: Bool) -> SongStream {
    stream(from: index, at: place, isAnnounced: isAnnounced)
  }

  private func change(to state: PlayerStatus.State) {
    self.state = state
    emitStatus()
    signal.raise()
  }
}

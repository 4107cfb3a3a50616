import Synchronization

/// What went wrong on the way to the card, counted by the sound thread.
final class SoundCounters: Sendable {
  /// The device ran dry because nobody had filled its buffer in time.
  let dry = Atomic<Int>(0)
  /// Music was not there in time, and silence was played in its place.
  let late = Atomic<Int>(0)
}

import Synchronization

/// A ring of stereo frames between one who hands over (the producer) and the sound thread (the consumer). Neither ever
/// waits for the other, and nothing is allocated after it is made.
///
/// Frames are counted modulo 2³² from the beginning. The consumer claims frames before it reads them and releases them
/// when they are with the device; what is not claimed the producer may take back. Both ends stand in one word, so that a
/// frame is never claimed and taken back at once.
///
/// Unchecked, because the memory behind the pointer is shared: what is claimed is written by nobody, what is neither
/// written nor claimed is read by nobody, and the atomic counters carry the order between the two threads.
final class SoundRing: @unchecked Sendable {
  /// In frames; a power of two, so that the count may wrap.
  let capacity: Int
  private let samples: UnsafeMutablePointer<Float>
  /// Frames written (upper half) and claimed (lower half).
  private let ends = Atomic<UInt64>(0)
  private let released = Atomic<UInt32>(0)

  /// Holds `frames` frames or somewhat more.
  init(frames: Int) {
    var capacity = 1
    while capacity < frames { capacity *= 2 }
    self.capacity = capacity
    samples = .allocate(capacity: capacity * 2)
    // Written once, so that the kernel has found the memory before the sound thread touches it.
    samples.initialize(repeating: 0, count: capacity * 2)
  }

  deinit { samples.deallocate() }

  // MARK: The producer's side

  /// Frames that can be written now.
  var room: Int { capacity - unreleased }

  /// Frames written that are not with the device yet.
  var unreleased: Int {
    Int(Self.written(ends.load(ordering: .acquiring)) &- released.load(ordering: .acquiring))
  }

  /// Writes `frames` frames, for which there must be ``room``.
  func write(_ source: UnsafePointer<Float>, frames: Int) {
    let start = Int(Self.written(ends.load(ordering: .relaxed))) & (capacity - 1)
    let first = min(frames, capacity - start)
    (samples + start * 2).update(from: source, count: first * 2)
    samples.update(from: source + first * 2, count: (frames - first) * 2)
    // In one order with the flag of a thread that is about to wait: it sees these frames, or its wish to be woken is seen.
    ends.wrappingAdd(UInt64(frames) << 32, ordering: .sequentiallyConsistent)
  }

  /// Takes back the last frames written, `limit` at most, that nobody has claimed; says how many.
  func takeBack(atMost limit: Int) -> Int {
    var word = ends.load(ordering: .acquiring)
    while true {
      let frames = min(Self.waiting(word), max(0, limit))
      let (isDone, present) = ends.compareExchange(
        expected: word, desired: word &- UInt64(frames) << 32, ordering: .acquiringAndReleasing)
      if isDone { return frames }
      word = present
    }
  }

  // MARK: The consumer's side

  /// Frames that can be claimed.
  var waiting: Int { Self.waiting(ends.load(ordering: .sequentiallyConsistent)) }

  /// The next frames, `limit` at most, that lie together in memory: none are waiting when it is empty. They stay as they
  /// are until ``release(_:)``.
  func claim(atMost limit: Int) -> UnsafeBufferPointer<Float> {
    var word = ends.load(ordering: .acquiring)
    while true {
      let start = Int(UInt32(truncatingIfNeeded: word)) & (capacity - 1)
      let frames = min(Self.waiting(word), limit, capacity - start)
      let claimed = UInt32(truncatingIfNeeded: word) &+ UInt32(frames)
      let (isDone, present) = ends.compareExchange(
        expected: word, desired: word & 0xFFFF_FFFF_0000_0000 | UInt64(claimed), ordering: .acquiringAndReleasing)
      if isDone { return UnsafeBufferPointer(start: samples + start * 2, count: frames * 2) }
      word = present
    }
  }

  /// Gives the memory of claimed frames back to the producer.
  func release(_ frames: Int) { released.wrappingAdd(UInt32(frames), ordering: .releasing) }

  private static func written(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word >> 32) }

  private static func waiting(_ word: UInt64) -> Int { Int(written(word) &- UInt32(truncatingIfNeeded: word)) }
}

import CAlsa
import CVideo  // eventfd(2)
import Glibc
import Synchronization
import System

/// The one thread that does sound while a device is open: it moves frames from a ring to the card and nothing else.
///
/// On its path nothing is allocated and no lock is taken (`deploy/sound/inspect` counts). It runs at real-time priority
/// where the process may (`RLIMIT_RTPRIO`), else at the usual one. When music is late it plays silence, into which the
/// last sample falls and out of which the next rises within 5 ms.
///
/// Unchecked: what both sides touch is the ring and the atomic values; the rest belongs to the thread from ``init`` until
/// it was joined.
final class SoundThread: @unchecked Sendable {
  private enum Order: Int { case play, drain, drop }

  let ring: SoundRing
  private let pcm: Pcm
  private let counters: SoundCounters
  private let block: UnsafeMutableRawPointer
  private let scratch: UnsafeMutablePointer<Float>
  /// Wakes the thread; wakes one who waits for room.
  private let wake: FileDescriptor
  private let room: FileDescriptor

  private let order = Atomic<Int>(Order.play.rawValue)
  /// Whether the thread waits to be woken.
  private let isIdle = Atomic<Bool>(false)
  private let wantsRoom = Atomic<Bool>(false)
  private let isOver = Atomic<Bool>(false)
  private let failure = Atomic<Int32>(0)
  /// When the last frame with the device will have been heard (nanoseconds, monotonic); before the device runs, how many
  /// frames it holds, below 0.
  private let horizon = Atomic<Int>(0)
  /// When the device began to play (nanoseconds, monotonic); 0 before.
  private let beginning = Atomic<Int>(0)
  private let isRealTime = Atomic<Bool>(false)
  private var thread = pthread_t()
  private var isJoined = false

  /// How often in a row a device may stumble before it counts as broken.
  private static let patience = 8
  /// Tenths of a second in which a device takes nothing before it counts as lost.
  private static let waits = 30
  /// Above what everybody does, below what the kernel's own threads for interrupts do.
  private static let priority: Int32 = 20

  /// Takes over the device, which is closed when this fails, and begins.
  static func begin(_ layout: PcmLayout, counters: SoundCounters) throws(IOFailure) -> SoundThread {
    let thread: SoundThread
    do throws(IOFailure) {
      thread = SoundThread(layout, counters, wake: try signal(), room: try signal())
    } catch {
      snd_pcm_close(layout.handle)
      throw error
    }
    let code = thread.start()
    thread.isJoined = code != 0
    guard code == 0 else { throw IOFailure("pthread_create", code: code) }
    return thread
  }

  /// The ring holds a second.
  private init(_ layout: PcmLayout, _ counters: SoundCounters, wake: CInt, room: CInt) {
    pcm = Pcm(layout)
    self.counters = counters
    ring = SoundRing(frames: layout.rate)
    block = .allocate(byteCount: layout.period * 2 * layout.format.bytes, alignment: 16)
    scratch = .allocate(capacity: layout.period * 2)
    scratch.initialize(repeating: 0, count: layout.period * 2)
    self.wake = FileDescriptor(owning: wake)
    self.room = FileDescriptor(owning: room)
  }

  deinit {
    block.deallocate()
    scratch.deallocate()
  }

  // MARK: The side of those who hand over

  var rate: Int { pcm.layout.rate }
  var layout: PcmLayout { pcm.layout }
  var hasRealTime: Bool { isRealTime.load(ordering: .relaxed) }

  /// When the device began to play, if it has.
  var firstSound: Duration? {
    let time = beginning.load(ordering: .relaxed)
    return time == 0 ? nil : .nanoseconds(time)
  }

  /// ALSA's code when the device is lost, else 0.
  var lastError: Int32 { failure.load(ordering: .acquiring) }

  /// Frames handed over that are not heard yet.
  var delay: Int {
    let horizon = horizon.load(ordering: .acquiring)
    let frames = horizon < 0 ? -horizon : max(0, horizon - Self.now()) / 1_000 * rate / 1_000_000
    return ring.unreleased + frames
  }

  /// Puts frames into the ring if all have room, and says whether they had.
  func offer(_ samples: [Float]) -> Bool {
    guard !isOver.load(ordering: .acquiring), ring.room >= samples.count / 2 else { return false }
    write(samples)
    return true
  }

  /// Puts frames into the ring and waits until all have room; ends early when the device is lost.
  func write(_ samples: [Float]) {
    samples.withUnsafeBufferPointer { samples in
      guard let base = samples.baseAddress else { return }
      var written = 0
      while written < samples.count / 2, !isOver.load(ordering: .acquiring) {
        let frames = min(ring.room, samples.count / 2 - written)
        guard frames > 0 else {
          waitForRoom()
          continue
        }
        ring.write(base + written * 2, frames: frames)
        written += frames
        if isIdle.exchange(false, ordering: .sequentiallyConsistent) { wakeUp() }
      }
    }
  }

  private func wakeUp() { wake.withRaw { _ = eventfd_write($0, 1) } }

  /// Ends the thread at once. One of the two must be called: a running thread keeps itself alive.
  func drop() { end(.drop) }

  /// Plays what is in the ring to its end, and ends the thread. Returns ALSA's code.
  func drain() -> Int32 {
    end(.drain)
    return lastError
  }

  private func end(_ order: Order) {
    guard !isJoined else { return }
    isJoined = true
    self.order.store(order.rawValue, ordering: .sequentiallyConsistent)
    wakeUp()
    pthread_join(thread, nil)
  }

  private func waitForRoom() {
    wantsRoom.store(true, ordering: .sequentiallyConsistent)
    // The thread may have made room, or ended, before it could see that somebody waits.
    guard ring.room == 0, !isOver.load(ordering: .acquiring) else { return }
    _ = room.withRaw { Self.wait(for: $0, milliseconds: 1_000) }
  }

  // MARK: The thread

  private func start() -> Int32 {
    func body(_ attributes: UnsafePointer<pthread_attr_t>?) -> Int32 {
      pthread_create(
        &thread, attributes,
        { argument in
          // Safe: whoever made the object keeps it until this has taken hold of it, and `end` joins the thread.
          Unmanaged<SoundThread>.fromOpaque(argument!).takeUnretainedValue().run()
          return nil
        }, Unmanaged.passUnretained(self).toOpaque())
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    var parameters = sched_param()
    parameters.sched_priority = Self.priority
    pthread_attr_setinheritsched(&attributes, Int32(PTHREAD_EXPLICIT_SCHED))
    pthread_attr_setschedpolicy(&attributes, SCHED_FIFO)
    pthread_attr_setschedparam(&attributes, &parameters)
    let code = body(&attributes)
    isRealTime.store(code == 0, ordering: .relaxed)
    return code == 0 ? 0 : body(nil)
  }

  private func run() {
    Self.name()
    failure.store(play(), ordering: .releasing)
    isOver.store(true, ordering: .releasing)
    room.withRaw { _ = eventfd_write($0, 1) }
  }

  /// Moves frames until told to end, or the device is lost. Returns ALSA's code.
  private func play() -> Int32 {
    let period = pcm.layout.period
    var voice = SoundVoice(pcm.layout, block: block, scratch: scratch)
    var stumbles = 0
    var waits = 0
    var hasClock = false
    while true {
      let order = order.load(ordering: .acquiring)
      if order == Order.drop.rawValue {
        pcm.drop()
        return 0
      }
      let waiting = ring.waiting
      if waiting == 0 {
        if order == Order.drain.rawValue {
          // What is too short to begin by itself begins now.
          noteBeginning()
          return pcm.drain()
        }
        guard hasClock, pcm.isRunning() else {
          pause(milliseconds: -1)
          continue
        }
        // Two blocks before the card runs dry somebody must have something.
        let spare = pcm.delay() - 2 * period
        if spare > 0 {
          pause(milliseconds: Int32(spare * 1_000 / rate) + 1)
          continue
        }
        if !voice.isLate { counters.late.wrappingAdd(1, ordering: .relaxed) }
      }

      var result = pcm.waitForRoom(milliseconds: 100)
      if result == 0 {
        waits += 1
        if waits > Self.waits { return -EIO }
        continue
      }
      waits = 0
      if result > 0 {
        let fits = pcm.room()
        if fits >= 0 {
          let claimed = waiting > 0 ? ring.claim(atMost: min(period, fits)) : UnsafeBufferPointer(start: nil, count: 0)
          // What was waiting may have been taken back meanwhile.
          if waiting > 0, claimed.isEmpty { continue }
          result = put(claimed, &voice, fits: fits)
          if result > 0 { hasClock = publish() > 0 || hasClock }
          ring.release(claimed.count / 2)
          tellRoom()
        } else {
          result = Int32(fits)
        }
      }
      guard result < 0 else {
        stumbles = 0
        continue
      }
      stumbles += 1
      if result == -EPIPE { counters.dry.wrappingAdd(1, ordering: .relaxed) }
      guard stumbles <= Self.patience, pcm.recover(from: result) >= 0 else { return result }
    }
  }

  /// Hands a block to the device, or silence where there is none. Returns ALSA's code when it does not take it.
  private func put(_ claimed: UnsafeBufferPointer<Float>, _ voice: inout SoundVoice, fits: Int) -> Int32 {
    let frames = claimed.isEmpty ? min(pcm.layout.period, fits) : claimed.count / 2
    voice.fill(from: claimed, frames: frames)
    var written = 0
    var tries = 0
    while written < frames {
      let result = pcm.write(
        block + written * 2 * pcm.layout.format.bytes, frames: frames - written)
      if result > 0 {
        written += result
        continue
      }
      tries += 1
      // It ran dry between the question and the answer: the block must not be lost for that.
      guard tries <= Self.patience, result != -EAGAIN else { return result < 0 ? Int32(result) : -EIO }
      if result == -EPIPE { counters.dry.wrappingAdd(1, ordering: .relaxed) }
      guard result < 0, pcm.recover(from: Int32(result)) >= 0 else { return result < 0 ? Int32(result) : -EIO }
    }
    return 1
  }

  private func noteBeginning() {
    if beginning.load(ordering: .relaxed) == 0 { beginning.store(Self.now(), ordering: .relaxed) }
  }

  /// Says how far the device is, before the frames leave the ring's count: so never too few are said to be unheard.
  private func publish() -> Int {
    let delay = pcm.delay()
    let isRunning = pcm.isRunning()
    // A device without a clock has nothing left to play, and is not said to run.
    if isRunning || delay == 0 { noteBeginning() }
    horizon.store(isRunning ? Self.now() + delay * 1_000_000 / rate * 1_000 : -delay, ordering: .releasing)
    return delay
  }

  private func tellRoom() {
    if wantsRoom.load(ordering: .sequentiallyConsistent), wantsRoom.exchange(false, ordering: .acquiringAndReleasing) {
      room.withRaw { _ = eventfd_write($0, 1) }
    }
  }

  /// Waits until somebody wakes the thread, unless there is something to do already.
  private func pause(milliseconds: Int32) {
    isIdle.store(true, ordering: .sequentiallyConsistent)
    defer { isIdle.store(false, ordering: .relaxed) }
    guard ring.waiting == 0 else { return }
    _ = wake.withRaw { Self.wait(for: $0, milliseconds: milliseconds) }
  }

  /// Waits for a signal and takes it.
  private static func wait(for raw: CInt, milliseconds: Int32) -> Bool {
    var one = pollfd(fd: raw, events: Int16(POLLIN), revents: 0)
    guard poll(&one, 1, milliseconds) > 0 else { return false }
    var count: eventfd_t = 0
    return eventfd_read(raw, &count) == 0
  }

  private static func signal() throws(IOFailure) -> CInt {
    try valueOrErrno("eventfd") { eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK)) }
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// For `top -H`.
  private static func name() {
    let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    _ = Glibc.write(file, "moodbox-sound", 13)
    close(file)
  }
}

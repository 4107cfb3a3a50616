import CAlsa
import Devices
import Glibc
import Synchronization
import System

/// A sound card, or whatever else ALSA's configuration has under a name.
///
/// The device is opened when sound is about to come and closed when it ends, so that others may use it meanwhile and one
/// that was pulled out is found again. While it is open a ``SoundThread`` feeds it. ALSA's `null` and `file` devices have
/// no clock: a `PacedSink` gives them one.
package actor AlsaSink: PcmSink {
  /// Its name for ALSA, such as `default`, `plughw:CARD=vc4hdmi0`, `null` or `file:FILE=/tmp/sound.raw,FORMAT=raw`.
  package nonisolated let device: String
  private nonisolated let counters = SoundCounters()
  private let limit: (rates: [Int]?, formats: [SampleFormat])
  /// Name of the card's volume control, `auto` or `none`.
  private let control: String
  /// Behind a lock and not only on the queue: what needs no waiting is done without a change of threads.
  private nonisolated let current = Mutex<SoundThread?>(nil)
  private var mixer: Mixer?
  private var earlierSound: Duration?

  private let executor = QueueExecutor("alsa", quality: .userInteractive)
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// ALSA writes what fails to the standard error output; here it is thrown instead.
  private static let quiet: Void = {
    alsa_be_quiet()
    // No device is used by two threads at once, so ALSA need not lock it at every call.
    setenv("LIBASOUND_THREAD_SAFE", "0", 0)
  }()

  package init(device: String, mixer control: String = "auto") {
    self.init(device: device, mixer: control, rates: nil, formats: SampleFormat.allCases)
  }

  /// As if the card had only these rates and formats, as the tests have it.
  init(device: String, mixer control: String = "auto", rates: [Int]?, formats: [SampleFormat]) {
    _ = Self.quiet
    self.control = control
    self.device = device
    limit = (rates, formats)
  }

  deinit { thread?.drop() }

  private nonisolated var thread: SoundThread? { current.withLock { $0 } }

  package nonisolated var underruns: Int {
    counters.dry.load(ordering: .relaxed) + counters.late.load(ordering: .relaxed)
  }

  /// Apart: how often the device ran dry, and how often silence stood in for music that was late.
  package nonisolated var stumbles: (dry: Int, late: Int) {
    (counters.dry.load(ordering: .relaxed), counters.late.load(ordering: .relaxed))
  }

  /// When a device first began to play (monotonic), if one has.
  package var firstSound: Duration? { earlierSound ?? thread?.firstSound }

  /// The open device; nil while it is closed.
  package var present: OpenDevice? {
    thread.map {
      OpenDevice(
        rate: $0.rate, format: $0.layout.format.name, rates: Set($0.layout.rates).sorted(), hasRealTime: $0.hasRealTime,
        hasMixer: mixer != nil)
    }
  }

  package func attenuate(to gain: Float) -> Float {
    mixer == nil ? gain : mixer!.attenuate(to: gain)
  }

  package func rate(for rate: Int) throws -> Int {
    let thread = try self.thread ?? open(for: rate)
    return PcmLayout.best(for: rate, among: thread.layout.rates) ?? thread.rate
  }

  package func write(_ samples: [Float], at rate: Int) throws {
    if let thread, thread.rate != rate { try drain() }
    let thread = try self.thread ?? open(for: rate)
    guard thread.rate == rate else {
      throw AlsaFailure("snd_pcm_hw_params_set_rate", on: device, code: -EINVAL)  // another card stands in its place
    }
    thread.write(samples)
    if thread.lastError < 0 {
      drop()
      throw AlsaFailure("snd_pcm_writei", on: device, code: thread.lastError)
    }
  }

  package nonisolated func offer(_ samples: [Float], at rate: Int) -> Bool {
    guard let thread, thread.rate == rate else { return false }
    return thread.offer(samples)
  }

  package nonisolated func delay() -> Int { thread?.delay ?? 0 }

  package nonisolated func takeBack(atMost limit: Int) -> Int { thread?.ring.takeBack(atMost: limit) ?? 0 }

  package func drop() {
    thread?.drop()
    close()
  }

  package func drain() throws {
    guard let thread else { return }
    let code = thread.drain()
    close()
    guard code >= 0 else { throw AlsaFailure("snd_pcm_drain", on: device, code: code) }
  }

  private func close() {
    earlierSound = firstSound
    current.withLock { $0 = nil }
    mixer = nil
  }

  private func open(for rate: Int) throws -> SoundThread {
    // Where the sound thread has real-time priority it needs little in reserve.
    let thread = try SoundThread.begin(
      PcmLayout.open(device: device, for: rate, delay: .milliseconds(160), within: limit), counters: counters)
    current.withLock { $0 = thread }
    if let found = Mixer.find(card: thread.layout.card, control: control) { mixer = Mixer(found) }
    return thread
  }
}

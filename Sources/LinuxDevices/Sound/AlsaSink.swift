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
  private var thread: SoundThread?

  private let executor = QueueExecutor("alsa", quality: .userInteractive)
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// ALSA writes what fails to the standard error output; here it is thrown instead.
  private static let quiet: Void = alsa_be_quiet()

  package init(device: String) { self.init(device: device, rates: nil, formats: SampleFormat.allCases) }

  /// As if the card had only these rates and formats, as the tests have it.
  init(device: String, rates: [Int]?, formats: [SampleFormat]) {
    _ = Self.quiet
    self.device = device
    limit = (rates, formats)
  }

  deinit { thread?.drop() }

  package nonisolated var underruns: Int {
    counters.dry.load(ordering: .relaxed) + counters.late.load(ordering: .relaxed)
  }

  /// The open device; nil while it is closed.
  package var present: OpenDevice? {
    thread.map {
      OpenDevice(
        rate: $0.rate, format: $0.layout.format.name, rates: $0.layout.rates.sorted(), hasRealTime: $0.hasRealTime,
        firstSound: $0.firstSound)
    }
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

  package func delay() -> Int { thread?.delay ?? 0 }

  package func takeBack(atMost limit: Int) -> Int { thread?.ring.takeBack(atMost: limit) ?? 0 }

  package func drop() {
    thread?.drop()
    thread = nil
  }

  package func drain() throws {
    guard let thread else { return }
    self.thread = nil
    let code = thread.drain()
    guard code >= 0 else { throw AlsaFailure("snd_pcm_drain", on: device, code: code) }
  }

  private func open(for rate: Int) throws -> SoundThread {
    // Where the sound thread has real-time priority it needs little in reserve.
    let thread = try SoundThread.begin(
      PcmLayout.open(device: device, for: rate, delay: .milliseconds(160), within: limit), counters: counters)
    self.thread = thread
    return thread
  }
}

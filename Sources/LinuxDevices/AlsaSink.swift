import CAlsa
import Devices
import System

/// A sound card, or whatever else ALSA's configuration has under a name.
///
/// The device is opened by the first write and closed when the sound ends, so that others may use it meanwhile and one
/// that was pulled out is found again. ALSA's `null` and `file` devices have no clock: a `PacedSink` gives them one.
package actor AlsaSink: PcmSink {
  package nonisolated let sampleRate: Int
  /// Its name for ALSA, such as `default`, `plughw:CARD=vc4hdmi0`, `null` or `file:FILE=/tmp/sound.raw,FORMAT=raw`.
  package nonisolated let device: String
  private var pcm: Pcm?

  private let executor = QueueExecutor("alsa", quality: .userInteractive)
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// ALSA writes what fails to the standard error output; here it is thrown instead.
  private static let quiet: Void = alsa_be_quiet()

  package init(device: String, sampleRate: Int = 48_000) {
    _ = Self.quiet
    self.device = device
    self.sampleRate = sampleRate
  }

  package func write(_ samples: [Float]) throws {
    if pcm == nil { pcm = try Pcm(device: device, sampleRate: sampleRate) }
    do {
      try pcm?.write(samples.map { Int16(sample: $0) })
    } catch {
      pcm = nil
      throw error
    }
  }

  package func delay() -> Int { pcm?.delay() ?? 0 }

  package func takeBack(atMost limit: Int) -> Int { pcm?.takeBack(atMost: limit) ?? 0 }

  package func drop() {
    pcm?.drop()
    pcm = nil
  }

  package func drain() throws {
    defer { pcm = nil }
    try pcm?.drain()
  }
}

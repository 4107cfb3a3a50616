/// Where sound goes: a sound card, a file, a recorder in tests.
///
/// Samples are interleaved stereo, 32-bit float, −1…1. One task uses a sink at a time.
package protocol PcmSink: Sendable {
  /// How often sound has broken off since the sink was made: the device ran dry, or nobody had handed over what was due.
  var underruns: Int { get }

  /// The rate (frames a second) at which the device takes sound of `rate`: that one where it can. Opens the device if it
  /// is closed; throws when it is lost.
  func rate(for rate: Int) async throws -> Int

  /// Lets the device's own volume control do what it can of a gain of 0…1, and returns the gain that is left to do.
  func attenuate(to gain: Float) async -> Float

  /// Hands over frames in order, at a rate that ``rate(for:)`` has named; returns when they are taken, which paces the
  /// caller. Opens the device if it is closed; what was handed over at another rate is heard to its end before.
  /// Throws when the device is lost.
  func write(_ samples: [Float], at rate: Int) async throws

  /// Does the same at once if it can be done without waiting, and says whether it was done.
  func offer(_ samples: [Float], at rate: Int) -> Bool

  /// Frames handed over that are not heard yet.
  func delay() async -> Int

  /// Takes back the last frames handed over, as many as the device lets go of while it plays on but no more than
  /// `limit`, and says how many: what is written next comes in their place. 0 where the device cannot.
  func takeBack(atMost limit: Int) async -> Int

  /// Forgets what is not heard yet and closes the device, at once.
  func drop() async

  /// Returns when everything handed over was heard, and closes the device.
  func drain() async throws
}

/// A sink without a volume control of its own, that never stumbles and may always have to wait.
extension PcmSink {
  package var underruns: Int { 0 }
  package func attenuate(to gain: Float) async -> Float { gain }
  package func offer(_ samples: [Float], at rate: Int) -> Bool { false }
}
